package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/** Tells targets who asked, how, and at which port. */
final class ForwardedHeaders {
  static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final AsciiString PORT = AsciiString.cached("X-Forwarded-Port");
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private ForwardedHeaders() {}

  static boolean isOne(String name) {
    return FORWARDED_FOR.contentEqualsIgnoreCase(name)
        || PROTO.contentEqualsIgnoreCase(name)
        || PORT.contentEqualsIgnoreCase(name)
        || TraceIds.HEADER.equalsIgnoreCase(name);
  }

  /** The client's address is added to those that it sent; what it said of itself is replaced. */
  static void write(HttpHeaders headers, ClientOrigin origin, TraceIds traces) {
    headers.set(FORWARDED_FOR, chain(headers, origin.address()));
    headers.set(PROTO, HTTP);
    headers.set(PORT, origin.portText());
    headers.set(TraceIds.HEADER, traces.value(headers.get(TraceIds.HEADER)));
    host(headers, origin);
  }

  private static String chain(HttpHeaders headers, String clientAddress) {
    if (!headers.contains(FORWARDED_FOR)) {
      return clientAddress;
    }
    List<String> before = headers.getAll(FORWARDED_FOR);
    return String.join(", ", before) + ", " + clientAddress;
  }

  /** At the usual ports a host is without a port, at any other it is with one. */
  private static void host(HttpHeaders headers, ClientOrigin origin) {
    int port = origin.port();
    String host = headers.get(HttpHeaderNames.HOST);
    if (host == null || host.isEmpty()) {
      return;
    }
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    if (port == HTTP_PORT || port == HTTPS_PORT) {
      if (hasPort) {
        headers.set(HttpHeaderNames.HOST, host.substring(0, colon));
      }
    } else if (!hasPort) {
      headers.set(HttpHeaderNames.HOST, host + ":" + origin.portText());
    }
  }
}
