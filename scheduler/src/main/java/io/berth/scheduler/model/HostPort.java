package io.berth.scheduler.model;

/** A port of a host that a definition names itself, so that only one task can hold it there. */
public record HostPort(Protocol protocol, int number) {
  private static final int HIGHEST = 65_535;

  public HostPort {
    Require.positive(number, "port");
    if (number > HIGHEST) {
      throw new IllegalArgumentException("port must be at most " + HIGHEST + " but is " + number);
    }
  }

  /** The two number spaces of ports. */
  public enum Protocol {
    TCP,
    UDP
  }
}
