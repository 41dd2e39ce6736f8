package io.berth.peer;

/** Where the scheduler listens for agents. */
public record SchedulerAddress(String host, int port) {

  public SchedulerAddress {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("'" + host + "' with port " + port + " is no address");
    }
  }

  /** Reads {@code host:port}, with brackets around an IPv6 address. */
  public static SchedulerAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(colon, 0));
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      if (!bracketed && host.contains(":")) {
        throw new IllegalArgumentException("an IPv6 address stands in brackets");
      }
      return new SchedulerAddress(
          bracketed ? host.substring(1, host.length() - 1) : host,
          Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address of a scheduler; write host:port", e);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
