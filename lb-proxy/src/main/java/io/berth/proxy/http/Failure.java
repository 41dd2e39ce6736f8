package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Why the proxy itself answers a request. */
enum Failure {
  /** It cannot be read, or two readers could read it differently. */
  BAD_REQUEST(400, "Bad Request", true),
  /** A method that asks something of proxies. */
  METHOD_REFUSED(405, "Method Not Allowed", true),
  /** The client stopped in the middle of it. */
  REQUEST_TIMEOUT(408, "Request Timeout", true),
  /** Its first line is too long. */
  URI_TOO_LONG(414, "URI Too Long", true),
  /** It expects something other than to be told to go on. */
  EXPECTATION_FAILED(417, "Expectation Failed", true),
  /** It has come through too many proxies; most likely in a circle. */
  TOO_MANY_FORWARDED(463, "Too Many Forwarded Addresses", true),
  /** Its body comes in a coding that is not understood. */
  CODING_UNKNOWN(501, "Not Implemented", true),
  /**
   * It wants to go on as a WebSocket, which is not there yet. Passed on as a plain request it would
   * get an answer that tells nobody why.
   */
  WEBSOCKET_REFUSED(501, "WebSocket Not Supported Yet", true),
  /** It is of another HTTP. */
  VERSION_REFUSED(505, "HTTP Version Not Supported", true),
  /** No target could be reached, or it answered with no HTTP, or not at all. */
  BAD_GATEWAY(502, "Bad Gateway", false),
  /** There is no target for it. */
  NO_TARGET(503, "Service Unavailable", false),
  /** The target took too long. */
  GATEWAY_TIMEOUT(504, "Gateway Timeout", false);

  private final int code;
  private final String title;
  private final boolean ending;

  Failure(int code, String title, boolean ending) {
    this.code = code;
    this.title = title;
    this.ending = ending;
  }

  HttpResponseStatus status() {
    return HttpResponseStatus.valueOf(code, title);
  }

  /** Whether the connection ends with it: where one request ends and another begins is unclear. */
  boolean isEnding() {
    return ending;
  }
}
