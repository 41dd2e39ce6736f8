package io.berth.proxy.http;

import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that are larger than anybody may hold, and readers who are slower than writers. */
final class FlowTest {
  private static final long LARGE = 64L << 20;
  private static final int PART = 64 << 10;
  private final PlaneFixture fixture = new PlaneFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void slowClientSlowsTheTargetDownAndGetsEverything() throws Exception {
    AtomicLong written = new AtomicLong();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread writer = Thread.ofVirtual().start(() -> answerLarge(server, written));
      fixture.serving(target("large", server.getLocalPort()));
      try (TestClient client = fixture.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        String head = client.until("\r\n\r\n");
        assertTrue(head.contains("" + LARGE), head);
        long stopped = standstill(written);
        assertTrue(stopped < LARGE / 2, "written while nobody reads: " + stopped);
        assertEquals(LARGE, skip(client.socket().getInputStream(), LARGE));
      }
      writer.join();
    }
  }

  @Test
  void slowTargetSlowsTheClientDownAndGetsEverything() throws Exception {
    AtomicLong written = new AtomicLong();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      fixture.serving(target("slow", server.getLocalPort()));
      try (TestClient client = fixture.client()) {
        Thread writer = Thread.ofVirtual().start(() -> sendLarge(client.socket(), written));
        try (Socket socket = server.accept()) {
          long stopped = standstill(written);
          assertTrue(stopped < LARGE / 2, "sent while nobody reads: " + stopped);
          InputStream in = socket.getInputStream();
          readHead(in);
          assertEquals(LARGE, skip(in, LARGE));
          TestTarget.write(socket, TestTarget.ok("all"));
          assertEquals("all", client.answer().body());
        }
        writer.join();
      }
    }
  }

  /** How far it came, once it has not moved for a while. */
  private static long standstill(AtomicLong count) throws InterruptedException {
    long before = -1;
    while (before != count.get() || before == 0) {
      before = count.get();
      boolean _ = new java.util.concurrent.CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
    }
    return before;
  }

  private static void answerLarge(ServerSocket server, AtomicLong written) {
    try (Socket socket = server.accept()) {
      readHead(socket.getInputStream());
      TestTarget.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      writeLarge(socket.getOutputStream(), written);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sendLarge(Socket socket, AtomicLong written) {
    try {
      OutputStream out = socket.getOutputStream();
      String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      writeLarge(out, written);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeLarge(OutputStream out, AtomicLong written) throws IOException {
    byte[] part = new byte[PART];
    for (long sent = 0; sent < LARGE; sent += PART) {
      out.write(part);
      written.addAndGet(PART);
    }
    out.flush();
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
  }

  private static long skip(InputStream in, long wanted) throws IOException {
    byte[] part = new byte[PART];
    long read = 0;
    while (read < wanted) {
      int count = in.read(part, 0, (int) Math.min(PART, wanted - read));
      if (count < 0) {
        return read;
      }
      read += count;
    }
    return read;
  }
}
