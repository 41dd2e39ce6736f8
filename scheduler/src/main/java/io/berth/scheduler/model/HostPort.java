package io.berth.scheduler.model;

/** A port of a host that a definition names itself, so that only one task can hold it there. */
public record HostPort(Protocol protocol, int number) {
  public HostPort {
    Require.port(number, "port");
  }

  /** The two number spaces of ports. */
  public enum Protocol {
    TCP,
    UDP
  }
}
