package io.berth.base;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A host and a port as people write them: {@code host:port}, an IPv6 address in brackets. */
public record Endpoint(String host, int port) {
  private static final int HIGHEST_PORT = 65_535;

  public Endpoint {
    if (host.isEmpty() || port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("no endpoint: " + host + " " + port);
    }
  }

  public static Endpoint of(InetSocketAddress address) {
    return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Reads where to listen: an IP address or {@code localhost}, since nothing is looked up. */
  public static InetSocketAddress readLocal(String key, String text) throws SettingsException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      if (host.contains(":") == bracketed && !host.isEmpty()) {
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        InetAddress address =
            literal.equals("localhost")
                ? InetAddress.ofLiteral("127.0.0.1")
                : InetAddress.ofLiteral(literal);
        int port = Integer.parseInt(text, colon + 1, text.length(), 10);
        if (port >= 0 && port <= HIGHEST_PORT) {
          return new InetSocketAddress(address, port);
        }
      }
    } catch (IllegalArgumentException _) {
      // Said below, together with what else can be wrong.
    }
    throw new SettingsException(
        "'"
            + text
            + "' for '"
            + key
            + "' is not ADDRESS:PORT, such as 127.0.0.1:7070 or [::1]:7070");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
