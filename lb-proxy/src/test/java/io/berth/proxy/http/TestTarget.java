package io.berth.proxy.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of the tests: reads requests with simple eyes of its own and answers as it was told, one
 * thread per connection.
 */
final class TestTarget implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Script script;

  /** A request as it came. */
  record Seen(String head, String body) {
    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    /** All values of a header, as they came. */
    List<String> values(String name) {
      return head.lines()
          .skip(1)
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).trim())
          .toList();
    }
  }

  /** What is done with a connection on which a request has come. */
  interface Script {
    void answer(Seen request, Socket connection) throws IOException;
  }

  private TestTarget(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  /** Answers each request with 200 and its own name. */
  static TestTarget named(String name) {
    return of((request, connection) -> write(connection, ok(name)));
  }

  static TestTarget of(Script script) {
    try {
      TestTarget target =
          new TestTarget(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
      Thread.ofVirtual().start(target::accept);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  static void write(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  void script(Script next) {
    script = next;
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  int openConnections() {
    return open.size();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Seen request = new Seen(head, body(head, in));
        seen.add(request);
        script.answer(request, socket);
      }
    } catch (IOException _) {
      // The proxy has closed it, or the script.
    } finally {
      open.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        return "";
      }
      head.append((char) one);
    }
    return head.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    Seen request = new Seen(head, "");
    if (!request.values("Transfer-Encoding").isEmpty()) {
      return chunks(in);
    }
    int length = request.values("Content-Length").stream().mapToInt(Integer::parseInt).sum();
    return text(in.readNBytes(length), length);
  }

  private static String chunks(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int length = Integer.parseInt(line(in), 16);
      body.append(text(in.readNBytes(length), length));
      String end = line(in);
      if (length == 0) {
        while (!end.isEmpty()) {
          end = line(in);
        }
        return body.toString();
      }
      if (!end.isEmpty()) {
        throw new IOException("no line end after a chunk");
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new IOException("cut in a line");
      }
      if (one != '\r') {
        line.write(one);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes, int wanted) throws IOException {
    if (bytes.length < wanted) {
      throw new IOException("cut in a body");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
