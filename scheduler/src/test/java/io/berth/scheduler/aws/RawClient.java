package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Writes bytes to a connection as a test wants them, and reads the responses that come back. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  void get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  Response read() throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Response(Integer.parseInt(status[1]), headers, new String(body, ISO_8859_1));
  }

  /** Waits until the other side ends the connection, however it does. */
  boolean isCut() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  void patience(int milliseconds) throws IOException {
    socket.setSoTimeout(milliseconds);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException("the connection ended after: " + line.toString(ISO_8859_1));
      }
      line.write(one);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** One response, read to its end. */
  record Response(int status, Map<String, String> headers, String body) {
    /** The body as lines to compare, without the id that is another one each time. */
    String comparable() {
      return new String(body.getBytes(ISO_8859_1), UTF_8)
          .replaceAll("<RequestId>[0-9a-f-]{36}</RequestId>", "<RequestId/>")
          .replace(",\"", ",\n\"")
          .replace(",{", ",\n{");
    }

    String header(String lowerCaseName) {
      return headers.getOrDefault(lowerCaseName, "");
    }
  }
}
