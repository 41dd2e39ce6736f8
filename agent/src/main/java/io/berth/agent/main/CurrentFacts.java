package io.berth.agent.main;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.HostFacts.Addresses;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * What this host is as of the last look. An address that has changed counts from then on: for what
 * the scheduler is told, and for the ports of tasks that begin; a container that runs keeps the
 * address that it was made with. May be read by any thread; one looks.
 */
final class CurrentFacts {
  private static final Logger LOGGER = System.getLogger(CurrentFacts.class.getName());

  private final HostReader host;
  private volatile HostFacts facts;

  private CurrentFacts(HostReader host, HostFacts facts) {
    this.host = host;
    this.facts = facts;
  }

  /** A host that cannot be read at the start is an exception; later, what was known holds. */
  static CurrentFacts read(HostReader host, ContainerEngine engine) throws IOException {
    host.look(engine);
    HostFacts facts = host.facts(host.addresses());
    if (host.misses(facts)) {
      LOGGER.log(
          Level.WARNING,
          "No GPU was found: the driver tells of none, or has not begun with them yet; gpus = ID,ID"
              + " names them");
    }
    return new CurrentFacts(host, facts);
  }

  HostFacts get() {
    return facts;
  }

  List<String> addresses() {
    return facts.addresses().all();
  }

  /** Answers whether anything is not as it was. */
  boolean look(ContainerEngine engine) {
    host.look(engine);
    try {
      HostFacts before = facts;
      HostFacts now = host.facts(addressesNow(before));
      facts = now;
      if (!now.addresses().equals(before.addresses())) {
        LOGGER.log(
            Level.WARNING,
            "The address of this host has changed: before={0} now={1}; tasks that run keep the one"
                + " that they were started with",
            before.addresses().all(),
            now.addresses().all());
      }
      return !now.equals(before);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "The host cannot be read: cause={0}", e.getMessage());
      return false;
    }
  }

  /** A host whose network is away is no host without an address, and none of loopback alone. */
  private Addresses addressesNow(HostFacts before) {
    try {
      Addresses now = host.addresses();
      return now.isLoopback() && !before.addresses().isLoopback() ? before.addresses() : now;
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "The address is not known now: cause={0}", e.getMessage());
      return before.addresses();
    }
  }
}
