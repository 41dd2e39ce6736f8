package io.berth.agent.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one request of docker-java's as HTTP/1.1, for a connection that serves no second one. */
final class HttpRequestWriter {

  private static final int CHUNK_BYTES = 16 * 1024;

  private HttpRequestWriter() {}

  static void write(Request request, String target, OutputStream out) throws IOException {
    byte[] bytes = request.bodyBytes();
    InputStream stream = request.body();
    out.write(head(request, target, framing(bytes, stream)));
    if (bytes != null) {
      out.write(bytes);
    } else if (stream != null) {
      writeChunks(stream, out);
    }
    out.flush();
  }

  private static String framing(byte @Nullable [] bytes, @Nullable InputStream stream) {
    if (bytes == null && stream != null) {
      return "Transfer-Encoding: chunked";
    }
    return "Content-Length: " + (bytes == null ? 0 : bytes.length);
  }

  private static byte[] head(Request request, String target, String framing) {
    var text = new StringBuilder(256);
    text.append(request.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
    text.append("Host: engine\r\nConnection: close\r\n").append(framing).append("\r\n");
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    requireLines(text, 3 + request.headers().size());
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A line break inside a value would smuggle a header of somebody else's making. */
  private static void requireLines(CharSequence head, int expected) {
    long breaks = head.chars().filter(one -> one == '\n' || one == '\r').count();
    if (breaks != 2L * (expected + 1)) {
      throw new IllegalArgumentException("a line break inside a request's head");
    }
  }

  private static void writeChunks(InputStream body, OutputStream out) throws IOException {
    byte[] buffer = new byte[CHUNK_BYTES];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (count > 0) {
        out.write(ascii(Integer.toHexString(count) + "\r\n"));
        out.write(buffer, 0, count);
        out.write(ascii("\r\n"));
      }
    }
    out.write(ascii("0\r\n\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
