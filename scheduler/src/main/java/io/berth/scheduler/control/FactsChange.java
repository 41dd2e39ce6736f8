package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a host is now that it was not before, apart from its attributes, as history tells it. */
final class FactsChange {
  private static final int LONGEST = 200;

  private final List<Happening.Fact> facts = new ArrayList<>();

  private FactsChange() {}

  /** Empty when nothing has changed that an operator could see. */
  static Optional<Happening> of(HostFacts before, HostFacts after) {
    FactsChange change = new FactsChange();
    change.note("cpu units", before.registered().cpuUnits(), after.registered().cpuUnits());
    change.note("memory MiB", before.registered().memoryMib(), after.registered().memoryMib());
    change.note("addresses", words(before.addresses()), words(after.addresses()));
    change.note("dynamic ports", range(before), range(after));
    change.note("reserved ports", ports(before), ports(after));
    change.note("devices", devices(before), devices(after));
    change.note("name", before.machine().hostName(), after.machine().hostName());
    change.note("system", system(before), system(after));
    change.note("agent", before.software().agentVersion(), after.software().agentVersion());
    change.note("engine", engine(before), engine(after));
    return change.facts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Happening.FactsChanged(change.facts));
  }

  private void note(String what, Object before, Object after) {
    if (!before.equals(after)) {
      facts.add(new Happening.Fact(what, cut(before.toString()), cut(after.toString())));
    }
  }

  /** An agent may name a hundred ports and 256 devices. */
  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String words(Collection<String> words) {
    return String.join(", ", words);
  }

  private static String range(HostFacts facts) {
    return facts.dynamicPorts().first() + "-" + facts.dynamicPorts().last();
  }

  private static String ports(HostFacts facts) {
    return facts.reservedPorts().stream()
        .map(FactsChange::port)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String port(HostPort port) {
    return port.number() + (port.protocol() == HostPort.Protocol.UDP ? "/udp" : "");
  }

  private static String devices(HostFacts facts) {
    return words(facts.devices().stream().map(HostFacts.Device::id).sorted().toList());
  }

  private static String system(HostFacts facts) {
    HostFacts.Machine machine = facts.machine();
    return machine.osName() + ", kernel " + machine.kernelRelease();
  }

  private static String engine(HostFacts facts) {
    return facts.software().engine() + " " + facts.software().engineVersion();
  }
}
