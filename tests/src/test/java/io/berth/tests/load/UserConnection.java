package io.berth.tests.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a user. It asks each thing once: a client that asks again by itself would hide
 * what was dropped.
 */
final class UserConnection implements AutoCloseable {
  private static final int MOST_HEAD_BYTES = 16 << 10;
  private static final int MOST_BODY_BYTES = 64 << 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Socket socket;
  private final InputStream in;

  private UserConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer that is complete. */
  record Answer(int status, String sender, String text, boolean isLast) {}

  static UserConnection open(LoadPlan plan, long deadline) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(plan.door(), millisUntil(deadline));
      return new UserConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Answer ask(Traffic kind, String host, long deadline) throws IOException {
    var out = socket.getOutputStream();
    out.write(kind.head(host).getBytes(ISO_8859_1));
    out.write(new byte[kind.bodyBytes()]);
    out.flush();
    int status = status(line(deadline));
    Map<String, String> headers = headers(deadline);
    int length = length(headers.get("content-length"));
    byte[] body = new byte[length];
    for (int have = 0; have < length; ) {
      awaitNoLongerThan(deadline);
      int count = in.read(body, have, length - have);
      if (count < 0) {
        throw new IOException("the answer ended in its body");
      }
      have += count;
    }
    return new Answer(
        status,
        headers.getOrDefault("x-task", ""),
        new String(body, ISO_8859_1),
        headers.getOrDefault("connection", "").equalsIgnoreCase("close"));
  }

  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].equals("HTTP/1.1") || !words[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("no status but '" + line + "'");
    }
    return Integer.parseInt(words[1]);
  }

  private Map<String, String> headers(long deadline) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    int bytes = 0;
    for (String line = line(deadline); !line.isEmpty(); line = line(deadline)) {
      bytes += line.length();
      int colon = line.indexOf(':');
      if (colon < 0 || bytes > MOST_HEAD_BYTES) {
        throw new IOException("no header but '" + line + "'");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static int length(@Nullable String text) throws IOException {
    if (text == null || !text.matches("[0-9]{1,9}") || Integer.parseInt(text) > MOST_BODY_BYTES) {
      throw new IOException("no length of a small body but " + text);
    }
    return Integer.parseInt(text);
  }

  private String line(long deadline) throws IOException {
    var text = new StringBuilder();
    while (true) {
      awaitNoLongerThan(deadline);
      int next = in.read();
      if (next < 0) {
        throw new IOException(
            text.isEmpty() ? "the connection was closed" : "the answer ended in its head");
      }
      if (next == '\n') {
        return text.toString().strip();
      }
      if (text.length() == MOST_HEAD_BYTES) {
        throw new IOException("a line of the head does not end");
      }
      text.append((char) next);
    }
  }

  private void awaitNoLongerThan(long deadline) throws IOException {
    socket.setSoTimeout(millisUntil(deadline));
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
    if (millis <= 0) {
      throw new SocketTimeoutException("no time is left");
    }
    return Math.toIntExact(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
