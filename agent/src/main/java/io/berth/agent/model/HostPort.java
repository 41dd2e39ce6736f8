package io.berth.agent.model;

import java.util.Comparator;

/** A port of the host; the same number of another protocol is another port. */
public record HostPort(int port, Protocol protocol) implements Comparable<HostPort> {

  private static final Comparator<HostPort> ORDER =
      Comparator.comparing(HostPort::protocol).thenComparingInt(HostPort::port);

  public HostPort {
    Require.port(port, "a host port");
  }

  @Override
  public int compareTo(HostPort other) {
    return ORDER.compare(this, other);
  }

  /** The protocol of a port. */
  public enum Protocol {
    TCP,
    UDP
  }
}
