package io.berth.scheduler.model;

import java.util.Collection;

/** A port of a host that a definition names itself, so that only one task can hold it there. */
public record HostPort(Protocol protocol, int number) {
  public HostPort {
    Require.port(number, "port");
  }

  /** How many there are of each protocol, as an amount of ports that agents pick. */
  public static Resources counted(Collection<HostPort> ports) {
    int tcp = (int) ports.stream().filter(port -> port.protocol() == Protocol.TCP).count();
    return new Resources(0, 0, tcp, ports.size() - tcp);
  }

  /** The two number spaces of ports. */
  public enum Protocol {
    TCP,
    UDP
  }
}
