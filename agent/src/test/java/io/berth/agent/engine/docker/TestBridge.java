package io.berth.agent.engine.docker;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A bridge of this run's with a subnet that nobody else on the machine has. */
record TestBridge(String name) {

  private static final AtomicInteger MADE = new AtomicInteger();
  private static final int MOST_TRIES = 200;

  static TestBridge create() throws IOException {
    Set<String> taken = takenSubnets();
    int first = Math.floorMod((int) ProcessHandle.current().pid() * 31, 256);
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      String subnet = "10.213." + (first + attempt) % 256;
      if (!taken.contains(subnet)) {
        return make(subnet);
      }
    }
    throw new IOException("every subnet below 10.213.0.0/16 is taken");
  }

  private static TestBridge make(String subnet) throws IOException {
    // The kernel takes fifteen characters; whoever cleans up knows them by what they begin with.
    var bridge = new TestBridge("be" + TestTools.runName() + MADE.incrementAndGet());
    TestTools.run("ip", "link", "add", bridge.name, "type", "bridge");
    TestTools.run("ip", "address", "add", subnet + ".1/24", "dev", bridge.name);
    TestTools.run("ip", "link", "set", bridge.name, "up");
    return bridge;
  }

  void remove() throws IOException {
    TestTools.run("ip", "link", "delete", name);
  }

  private static Set<String> takenSubnets() throws IOException {
    var taken = new HashSet<String>();
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : one.getInterfaceAddresses()) {
        String text = address.getAddress().getHostAddress();
        if (text.contains(".")) {
          taken.add(text.substring(0, text.lastIndexOf('.')));
        }
      }
    }
    return taken;
  }
}
