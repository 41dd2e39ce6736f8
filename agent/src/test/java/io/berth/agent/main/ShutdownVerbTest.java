package io.berth.agent.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.link.Departure;
import io.berth.agent.link.Departure.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verb that asks the running agent of its machine, and who else gets to the agent's door. */
class ShutdownVerbTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;
  private final Departure departure = new Departure();
  private final Semaphore news = new Semaphore(0);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private AgentConfig config;

  @BeforeEach
  void configuration() throws Exception {
    config = AgentConfig.of(Map.of("state", directory.toString()));
  }

  private LocalDoor door() throws IOException {
    return LocalDoor.open(directory, departure, news::release);
  }

  private String drain(Duration within) throws IOException {
    return ShutdownVerb.run(config, within, new PrintStream(said, true, UTF_8));
  }

  /** Answers as the scheduler does, once the agent has something to tell it. */
  private void answer(Progress progress) {
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              news.acquireUninterruptibly();
              departure.heard(progress);
            });
  }

  @Test
  void emptyHostEndsTheWaiting() throws Exception {
    try (LocalDoor _ = door()) {
      answer(new Progress.Left(0, 0));
      assertEquals("no task of a service is left", drain(LONG));
      answer(new Progress.Left(0, 2));
      assertEquals("no task of a service is left; other tasks, which nobody moves: 2", drain(LONG));
    }
  }

  @Test
  void timeThatIsOverEndsTheWaitingToo() throws Exception {
    try (LocalDoor _ = door()) {
      answer(new Progress.Left(3, 0));

      assertEquals("the time is over", drain(Duration.ofSeconds(2)));

      String told = said.toString(UTF_8);
      assertTrue(told.endsWith("tasks of services left: 3\n"), told);
    }
  }

  @Test
  void schedulerThatIsAwayIsWaitedFor() throws Exception {
    try (LocalDoor _ = door()) {
      assertEquals("the time is over", drain(Duration.ofSeconds(1)));
      assertEquals("the scheduler has not heard of it yet\n", said.toString(UTF_8));
    }
  }

  @Test
  void schedulerThatIsTooOldIsTold() throws Exception {
    try (LocalDoor _ = door()) {
      departure.heard(new Progress.NotUnderstood());

      IOException old = assertThrows(IOException.class, () -> drain(LONG));

      assertTrue(String.valueOf(old.getMessage()).contains("too old"), old::toString);
    }
  }

  /** Or a shutdown would wait for ever for an agent that stands still. */
  @Test
  void agentThatSaysNothingEndsWithTheTime() throws Exception {
    try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(LocalDoor.path(directory)));

      assertEquals("the time is over, and the agent has said nothing", drain(SHORT));
    }
  }

  @Test
  void agentThatIsNotThereIsTold() throws Exception {
    IOException none = assertThrows(IOException.class, () -> drain(LONG));
    assertTrue(String.valueOf(none.getMessage()).startsWith("no agent runs"), none::toString);
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(LocalDoor.path(directory)));
    }
    assertThrows(IOException.class, () -> drain(LONG));
  }

  @Test
  void wishEndsWithItsCaller() throws Exception {
    try (LocalDoor _ = door()) {
      try (SocketChannel _ = connected("shutdown\n")) {
        assertTrue(news.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS));
      }
      assertTrue(news.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS), "it never ends");
      assertThrows(IllegalStateException.class, departure::end);
    }
  }

  @Test
  void socketIsForItsOwnerAloneAndGoesWithTheAgent() throws Exception {
    Path socket = LocalDoor.path(directory);
    try (LocalDoor _ = door()) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }
    assertFalse(Files.exists(socket));
    Files.writeString(socket, "left by a crash");
    try (LocalDoor _ = door()) {
      answer(new Progress.Left(0, 0));
      assertEquals("no task of a service is left", drain(LONG));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shutdowns", "SHUTDOWN\n", "\n\n\n\n\n\n\n\n\n", "shutdown "})
  void whoeverSaysSomethingElseIsSentAway(String words) throws Exception {
    try (LocalDoor _ = door();
        SocketChannel caller = connected(words)) {
      assertEquals(-1, caller.read(ByteBuffer.allocate(1)));
      assertEquals(0, news.availablePermits());
    }
  }

  @Test
  void callersBeyondTheFourthAreSentAway() throws Exception {
    List<SocketChannel> callers = new ArrayList<>();
    try (LocalDoor _ = door()) {
      for (int number = 0; number < 4; number++) {
        callers.add(connected("shutdown\n"));
        assertTrue(news.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS));
      }
      try (SocketChannel fifth = SocketChannel.open(address())) {
        assertEquals(-1, fifth.read(ByteBuffer.allocate(1)));
      }
    } finally {
      for (SocketChannel caller : callers) {
        caller.close();
      }
    }
  }

  private UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(LocalDoor.path(directory));
  }

  private SocketChannel connected(String words) throws IOException {
    SocketChannel caller = SocketChannel.open(address());
    caller.write(ByteBuffer.wrap(words.getBytes(UTF_8)));
    return caller;
  }

  // ------------------------------------------------------------------ words

  @Test
  void wordsOfTheVerbAreTakenFromThoseOfTheConfiguration() throws Exception {
    var words =
        ShutdownVerb.Words.read(
            List.of("--state", "/somewhere", "--within", "5m", "--shutdown", "--cluster", "a"));

    assertEquals(Duration.ofMinutes(5), words.within());
    assertEquals(List.of("--state", "/somewhere", "--cluster", "a"), words.configuration());
    assertEquals(Duration.ofSeconds(60), ShutdownVerb.Words.read(List.of("--shutdown")).within());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--within 5s",
        "--shutdown --within",
        "--shutdown --within soon",
        "--shutdown --within -1",
        "--shutdown --within 999999999"
      })
  void wrongWordsAreRefused(String words) {
    assertThrows(
        ConfigException.class, () -> ShutdownVerb.Words.read(List.of(words.split(" ", -1))));
  }
}
