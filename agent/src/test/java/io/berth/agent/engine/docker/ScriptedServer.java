package io.berth.agent.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A server that answers connections in their order with bytes said beforehand; when nothing was
 * said it waits for that.
 */
final class ScriptedServer implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 50;

  private enum Then {
    CLOSE,
    HOLD
  }

  private record Act(String bytes, Then then) {}

  private final Path path;
  private final ServerSocketChannel listener;
  private final BlockingQueue<Act> script = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final List<SocketChannel> held = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore connections = new Semaphore(0);
  private volatile boolean isSilent;
  private volatile Optional<Thread> thread = Optional.empty();

  ScriptedServer(Path path) throws IOException {
    this.path = path;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path), 2);
  }

  Path path() {
    return path;
  }

  /** The next connection gets these bytes and is closed. */
  void answer(String bytes) {
    script.add(new Act(bytes, Then.CLOSE));
    accept();
  }

  /** The next connection gets these bytes and stays open. */
  void answerAndHold(String bytes) {
    script.add(new Act(bytes, Then.HOLD));
    accept();
  }

  /** Connections for which nothing was said are taken and get no byte. */
  void keepSilent() {
    isSilent = true;
    accept();
  }

  /** Connections wait in the kernel's queue, which is short. */
  void acceptNobody() {
    thread.ifPresent(Thread::interrupt);
  }

  /** The head of the next request, in the order of connections. */
  String requestHead() throws InterruptedException {
    return Optional.ofNullable(heads.poll(DEADLINE_SECONDS, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("no request came"));
  }

  /** Waits for one more connection than were waited for before. */
  void awaitConnection() throws InterruptedException {
    if (!connections.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody connected");
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    thread.ifPresent(Thread::interrupt);
    for (SocketChannel one : List.copyOf(held)) {
      one.close();
    }
  }

  private synchronized void accept() {
    if (thread.isEmpty()) {
      thread = Optional.of(Thread.ofPlatform().daemon().name("scripted-server").start(this::run));
    }
  }

  private void run() {
    try {
      while (true) {
        serve(listener.accept());
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private void serve(SocketChannel client) throws IOException {
    held.add(client);
    connections.release();
    Act act = script.poll();
    if (act == null) {
      if (!isSilent) {
        client.close();
      }
      return;
    }
    heads.add(readHead(Channels.newInputStream(client)));
    client.write(ByteBuffer.wrap(act.bytes().getBytes(StandardCharsets.UTF_8)));
    if (act.then() == Then.CLOSE) {
      client.close();
    }
  }

  /** Reads the body, too: closing before the client has sent it would break its pipe. */
  private static String readHead(InputStream input) throws IOException {
    String head = readUntil(input, "\r\n\r\n");
    if (head.contains("Transfer-Encoding: chunked")) {
      readUntil(input, "\r\n0\r\n\r\n");
    } else {
      String length = head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1");
      input.skipNBytes(length.equals(head) ? 0 : Long.parseLong(length));
    }
    return head;
  }

  private static String readUntil(InputStream input, String end) throws IOException {
    var text = new StringBuilder();
    while (text.lastIndexOf(end) < 0) {
      int one = input.read();
      if (one < 0) {
        return text.toString();
      }
      text.append((char) one);
    }
    return text.toString();
  }
}
