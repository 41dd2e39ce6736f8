package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** What goes back, complete; the front adds what every response carries. */
public final class HttpAnswer {
  private final int status;
  private final String contentType;
  private final Map<String, String> headers;
  private final byte[] body;

  /** The body is not copied: whoever makes the answer leaves it alone from then on. */
  public HttpAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  static HttpAnswer text(int status, String text) {
    return new HttpAnswer(status, "text/plain; charset=utf-8", Map.of(), text.getBytes(UTF_8));
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }
}
