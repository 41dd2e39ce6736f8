package io.berth.agent.main;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.berth.agent.link.Departure;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where a verb on this machine speaks with its running agent: a socket in the agent's directory,
 * for its owner alone. A caller writes one line, {@code shutdown}, and reads lines until it has
 * read enough; as long as it stays, the host is to be empty.
 */
final class LocalDoor implements AutoCloseable {
  static final String REQUEST = "shutdown\n";

  private static final Logger LOGGER = System.getLogger(LocalDoor.class.getName());
  private static final String NAME = "agent.sock";
  private static final int MOST_CALLERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LINES = Duration.ofMillis(250);

  private final ServerSocketChannel server;
  private final Path path;
  private final Departure departure;
  private final Runnable news;
  private final Semaphore callers = new Semaphore(MOST_CALLERS);
  private final Semaphore never = new Semaphore(0);

  private LocalDoor(ServerSocketChannel server, Path path, Departure departure, Runnable news) {
    this.server = server;
    this.path = path;
    this.departure = departure;
    this.news = news;
  }

  static Path path(Path directory) {
    return directory.resolve(NAME);
  }

  /**
   * Opens it. What a former agent left is replaced: the directory's lock says that it is gone.
   *
   * @param news is called when there is something to tell the scheduler
   */
  static LocalDoor open(Path directory, Departure departure, Runnable news) throws IOException {
    Path path = path(directory);
    // Nobody else gets in between: the name that callers know appears with its rights.
    Path made = directory.resolve(NAME + ".new");
    Files.deleteIfExists(made);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean isOpen = false;
    try {
      server.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      Files.move(made, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      isOpen = true;
    } finally {
      if (!isOpen) {
        server.close();
      }
    }
    var door = new LocalDoor(server, path, departure, news);
    Thread _ = Thread.ofVirtual().name("local-door").start(door::run);
    return door;
  }

  private void run() {
    try {
      while (server.isOpen()) {
        SocketChannel caller = server.accept();
        if (callers.tryAcquire()) {
          Thread _ = Thread.ofVirtual().name("local-caller").start(() -> serve(caller));
        } else {
          caller.close();
        }
      }
    } catch (ClosedChannelException _) {
      // The agent ends.
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "Verbs on this machine are not heard any more: cause={0}", e);
    }
  }

  private void serve(SocketChannel caller) {
    try (caller) {
      if (asks(caller)) {
        departure.begin();
        news.run();
        try {
          tell(caller);
        } finally {
          departure.end();
          news.run();
        }
      }
    } catch (IOException _) {
      // The caller has gone: it has read enough, or was ended.
    } finally {
      callers.release();
    }
  }

  /** Whoever says nothing, or something else, is sent away. */
  private boolean asks(SocketChannel caller) throws IOException {
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              if (isPatienceOver()) {
                close(caller);
              }
            });
    try {
      ByteBuffer line = ByteBuffer.allocate(REQUEST.length());
      while (line.hasRemaining()) {
        if (caller.read(line) < 0) {
          return false;
        }
      }
      return new String(line.array(), US_ASCII).equals(REQUEST);
    } finally {
      watch.interrupt();
    }
  }

  private boolean isPatienceOver() {
    try {
      return !never.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static void close(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "A caller could not be sent away: cause={0}", e.getMessage());
    }
  }

  /** Again and again, although nothing may have changed: so the end of a caller is noticed. */
  private void tell(SocketChannel caller) throws IOException {
    try {
      while (server.isOpen()) {
        ByteBuffer line = ByteBuffer.wrap(line(departure.progress()).getBytes(US_ASCII));
        while (line.hasRemaining()) {
          caller.write(line);
        }
        boolean _ = never.tryAcquire(BETWEEN_LINES.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(Departure.Progress progress) {
    return switch (progress) {
      case Departure.Progress.Unheard() -> "unheard\n";
      case Departure.Progress.NotUnderstood() -> "not-understood\n";
      case Departure.Progress.Left(int services, int others) ->
          "left " + services + " " + others + "\n";
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }
}
