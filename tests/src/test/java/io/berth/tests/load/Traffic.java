package io.berth.tests.load;

/**
 * A kind of user: what they ask for, and whether they keep their connection. Every answer takes its
 * time at the server, so that many users wait at once without using up the machine.
 */
public enum Traffic {
  KEEP_ALIVE("GET", 50, 0, true),
  NEW_CONNECTIONS("GET", 50, 0, false),
  SLOW("GET", 2_000, 0, true),
  UPLOADS("POST", 100, 256 << 10, true);

  private final String method;
  private final long millis;
  private final String path;
  private final int bodyBytes;
  private final boolean keepsConnection;

  Traffic(String method, long millis, int bodyBytes, boolean keepsConnection) {
    this.method = method;
    this.millis = millis;
    this.path = "/delay/" + millis;
    this.bodyBytes = bodyBytes;
    this.keepsConnection = keepsConnection;
  }

  /** How long its answer takes at the least. */
  long millis() {
    return millis;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  boolean keepsConnection() {
    return keepsConnection;
  }

  /** The head of a request for this host. */
  String head(String host) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Length: "
        + bodyBytes
        + "\r\n"
        + (keepsConnection ? "" : "Connection: close\r\n")
        + "\r\n";
  }

  /** How the text of a right answer ends; who answers stands before it. */
  String rightEnd() {
    return " method=" + method + " path=" + path + " body=" + bodyBytes + "\n";
  }
}
