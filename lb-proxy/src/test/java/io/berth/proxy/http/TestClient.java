package io.berth.proxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what it is told and shows exactly what it got. */
final class TestClient implements AutoCloseable {
  /** Nothing here takes so long; a test that waits for it has failed. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  TestClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** One request on a connection of its own; answers all that came until its end. */
  static String once(int port, String request) throws IOException {
    try (TestClient client = new TestClient(port)) {
      client.send(request);
      return client.untilEnd();
    }
  }

  Socket socket() {
    return socket;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** A GET on a connection that goes on. */
  Answer get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: web.example.com\r\n\r\n");
    return answer();
  }

  /** One answer whose length is told. */
  Answer answer() throws IOException {
    return answer(false);
  }

  /** What came until an empty line, and a body unless there is none. */
  Answer answer(boolean bodyless) throws IOException {
    String head = until("\r\n\r\n");
    int length = 0;
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    String body =
        bodyless
            ? ""
            : new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    return new Answer(head, body);
  }

  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int one = socket.getInputStream().read();
      if (one < 0) {
        throw new IOException("ended after: " + text);
      }
      text.append((char) one);
    }
    return text.toString();
  }

  /** Everything until the proxy ends the connection; fails when it was reset. */
  String untilEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** An answer as it came. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    boolean has(String headerLine) {
      return head.lines().anyMatch(line -> line.equalsIgnoreCase(headerLine));
    }
  }
}
