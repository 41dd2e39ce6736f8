package io.berth.agent.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.berth.agent.engine.docker.TransportException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport under docker-java, against a server that sends what each test says. */
@Timeout(60)
class UnixHttpClientTest {

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final CallDeadlines PATIENT =
      new CallDeadlines(LONG, LONG, LONG, LONG, LONG, LONG);
  private static final CallDeadlines HASTY =
      new CallDeadlines(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private ScriptedServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new ScriptedServer(folder.resolve("socket"));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void bodyOfSaidLengthArrives() throws IOException {
    server.answer(OK + "Content-Length: 5\r\nX-Word: one\r\nx-word: two\r\n\r\nhello and more");
    try (var client = client(PATIENT);
        Response answer = client.execute(ping())) {
      assertEquals(200, answer.getStatusCode());
      assertEquals(List.of("one", "two"), answer.getHeaders().get("X-WORD"));
      assertEquals("hello", text(answer));
    }
  }

  @Test
  void chunkedBodyArrivesWithoutItsFrame() throws IOException {
    server.answer(
        OK
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n1;name=value\r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
    try (var client = client(PATIENT);
        Response answer = client.execute(ping())) {
      assertEquals("hello 0123456789", text(answer));
    }
  }

  @Test
  void bodyWithoutALengthEndsWithTheConnection() throws IOException {
    server.answer(OK + "\r\nhello");
    try (var client = client(PATIENT);
        Response answer = client.execute(ping())) {
      assertEquals("hello", text(answer));
    }
  }

  @Test
  void answerWithoutContentHasNoBodyAndInterimOnesArePassedOver() throws IOException {
    server.answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
    try (var client = client(PATIENT);
        Response answer = client.execute(ping())) {
      assertEquals(204, answer.getStatusCode());
      assertEquals("", text(answer));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "SSH-2.0-server\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
      })
  void halfOrForeignHeadIsAnUnreachableEngine(String bytes) throws IOException {
    server.answer(bytes);
    try (var client = client(PATIENT)) {
      assertReason(Reason.UNREACHABLE, () -> client.execute(ping()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\nA\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\nmuch\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
      })
  void bodyThatEndsTooEarlyIsNotTakenForAWholeOne(String rest) throws IOException {
    server.answer(OK + rest);
    try (var client = client(PATIENT);
        Response answer = client.execute(ping())) {
      assertReason(Reason.UNREACHABLE, () -> text(answer));
    }
  }

  @Test
  void endlessHeadIsRefused() throws IOException {
    server.answer(OK + "X-Long: " + "a".repeat(70_000) + "\r\n\r\n");
    try (var client = client(PATIENT)) {
      assertReason(Reason.UNREACHABLE, () -> client.execute(ping()));
    }
  }

  @Test
  void requestIsWrittenWithItsBodyAndHeaders() throws Exception {
    server.answer(OK + "Content-Length: 0\r\n\r\n");
    try (var client = client(PATIENT);
        Response _ = client.execute(post("/_ping", "application/json", "{}"))) {
      String seen = server.requestHead();
      assertTrue(seen.startsWith("POST /_ping HTTP/1.1\r\n"), seen);
      assertTrue(seen.contains("\r\nContent-Length: 2\r\n"), seen);
      assertTrue(seen.contains("\r\nContent-Type: application/json\r\n"), seen);
    }
  }

  @Test
  void streamedBodyIsWrittenInChunks() throws Exception {
    server.answer(OK + "Content-Length: 0\r\n\r\n");
    Request request =
        Request.builder()
            .method(Request.Method.POST)
            .path("/_ping")
            .body(new ByteArrayInputStream(new byte[20_000]))
            .build();
    try (var client = client(PATIENT);
        Response _ = client.execute(request)) {
      assertTrue(server.requestHead().contains("\r\nTransfer-Encoding: chunked\r\n"));
    }
  }

  @Test
  void lineBreakInAHeadIsABug() {
    try (var client = client(PATIENT)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> client.execute(post("/_ping", "application/json\r\nX-Smuggled: 1", "{}")));
    }
  }

  @Test
  void otherPathsGetTheVersionThatBothKnow() throws Exception {
    server.answer(version("1.24", "1.52"));
    server.answer(OK + "Content-Length: 0\r\n\r\n");
    server.answer(OK + "Content-Length: 0\r\n\r\n");
    try (var client = client(PATIENT)) {
      client.execute(get("/containers/json?all=1")).close();
      assertTrue(server.requestHead().startsWith("GET /version HTTP/1.1"));
      assertTrue(server.requestHead().startsWith("GET /v1.41/containers/json?all=1 HTTP/1.1"));
      client.execute(get("/info")).close();
      assertTrue(server.requestHead().startsWith("GET /v1.41/info HTTP/1.1"));
    }
  }

  @Test
  void versionIsAskedAnewAfterALossOfTheEngine() throws Exception {
    server.answer(version("1.24", "1.41"));
    server.answer("");
    server.answer(version("1.44", "1.52"));
    server.answer(OK + "Content-Length: 0\r\n\r\n");
    try (var client = client(PATIENT)) {
      assertReason(Reason.UNREACHABLE, () -> client.execute(get("/info")));
      client.execute(get("/info")).close();
      assertEquals("1.44", client.version().toString());
    }
  }

  @Test
  void versionIsAskedAnewAfterALossWithinAnAnswer() throws Exception {
    server.answer(version("1.24", "1.41"));
    server.answer(OK + "Content-Length: 5\r\n\r\nhel");
    server.answer(version("1.44", "1.52"));
    try (var client = client(PATIENT);
        Response answer = client.execute(get("/info"))) {
      assertReason(Reason.UNREACHABLE, () -> text(answer));
      assertEquals("1.44", client.version().toString());
    }
  }

  @Test
  void silentEngineIsGivenUpAtTheDeadline() throws IOException {
    server.keepSilent();
    try (var client = client(HASTY)) {
      assertReason(Reason.TIMED_OUT, () -> client.execute(ping()));
    }
  }

  @Test
  void engineThatFallsSilentInItsAnswerIsGivenUpAtTheDeadline() throws IOException {
    server.answerAndHold(OK + "Content-Length: 5\r\n\r\nhel");
    try (var client = client(HASTY);
        Response answer = client.execute(ping())) {
      assertReason(Reason.TIMED_OUT, () -> text(answer));
    }
  }

  @Test
  void fullQueueOfTheEngineIsGivenUpAtTheDeadline() throws IOException {
    server.acceptNobody();
    try (var client = client(HASTY)) {
      // Some of them the kernel still queues; the rest it makes wait, or turns away.
      for (int call = 0; call < 8; call++) {
        TransportException failure =
            assertThrows(TransportException.class, () -> client.execute(ping()));
        assertTrue(failure.reason() == Reason.TIMED_OUT || failure.reason() == Reason.UNREACHABLE);
      }
    }
  }

  @Test
  void streamOfEventsMayBeSilentButNotForEverBeforeItBegins() throws Exception {
    server.answer(version("1.24", "1.41"));
    server.answerAndHold(OK + "Transfer-Encoding: chunked\r\n\r\n");
    server.keepSilent();
    var client = client(HASTY);
    Response stream = client.execute(get("/events"));
    assertReason(Reason.TIMED_OUT, () -> client.execute(get("/events")));
    // That took a deadline; the silent stream is still open, until the client is closed.
    client.close();
    assertReason(Reason.CLOSED, () -> text(stream));
  }

  @Test
  void interruptedCallerIsFreeAtOnce() throws Exception {
    server.keepSilent();
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      var reason = new AtomicReference<Reason>();
      try (var client = client(PATIENT)) {
        Thread caller = builder.start(() -> reason.set(reasonOf(client)));
        server.awaitConnection();
        caller.interrupt();
        caller.join();
      }
      assertEquals(Reason.INTERRUPTED, reason.get());
    }
  }

  @Test
  void closedClientEndsItsCallsAndTakesNoMore() throws Exception {
    server.keepSilent();
    var reason = new AtomicReference<Reason>();
    var client = client(PATIENT);
    Thread caller = Thread.ofVirtual().start(() -> reason.set(reasonOf(client)));
    server.awaitConnection();
    client.close();
    caller.join();
    assertEquals(Reason.CLOSED, reason.get());
    assertReason(Reason.CLOSED, () -> client.execute(ping()));
  }

  @Test
  void callsBeyondTheBoundWaitForAPlace() throws Exception {
    server.keepSilent();
    var client = client(PATIENT);
    var ended = new CountDownLatch(UnixHttpClient.MOST_CONNECTIONS);
    for (int call = 0; call < UnixHttpClient.MOST_CONNECTIONS; call++) {
      Thread.ofVirtual()
          .start(() -> {
            Reason _ = reasonOf(client);
            ended.countDown();
          });
      server.awaitConnection();
    }
    Thread waiting = Thread.ofVirtual().start(() -> reasonOf(client));
    TestTools.await(
        LONG,
        () -> waiting.getState() == Thread.State.TIMED_WAITING,
        () -> "the call beyond the bound does not wait");
    client.close();
    assertTrue(ended.await(LONG.toSeconds(), TimeUnit.SECONDS));
    waiting.join();
  }

  @Test
  void placesOfEndedCallsAreFreeAgain() throws IOException {
    server.keepSilent();
    var instant = new CallDeadlines(Duration.ofMillis(1), SHORT, SHORT, SHORT, SHORT, SHORT);
    try (var client = client(instant)) {
      for (int call = 0; call < UnixHttpClient.MOST_CONNECTIONS + 10; call++) {
        TransportException failure =
            assertThrows(TransportException.class, () -> client.execute(ping()));
        assertTrue(
            String.valueOf(failure.getMessage()).contains("no answer"), failure.getMessage());
      }
    }
  }

  @Test
  void missingSocketIsAnUnreachableEngine() {
    try (var client = new UnixHttpClient(new EngineSocket(folder.resolve("nobody")), PATIENT)) {
      assertReason(Reason.UNREACHABLE, () -> client.execute(ping()));
    }
  }

  private UnixHttpClient client(CallDeadlines deadlines) {
    return new UnixHttpClient(new EngineSocket(server.path()), deadlines);
  }

  private static Reason reasonOf(UnixHttpClient client) {
    return assertThrows(TransportException.class, () -> client.execute(ping())).reason();
  }

  private static Request ping() {
    return get("/_ping");
  }

  private static Request get(String path) {
    return Request.builder().method(Request.Method.GET).path(path).build();
  }

  private static Request post(String path, String type, String body) {
    return Request.builder()
        .method(Request.Method.POST)
        .path(path)
        .headers(Map.of("Content-Type", type))
        .bodyBytes(body.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static String version(String oldest, String newest) {
    String body = "{\"ApiVersion\":\"" + newest + "\",\"MinAPIVersion\":\"" + oldest + "\"}";
    return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String text(Response answer) throws IOException {
    return new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void assertReason(Reason reason, Executable work) {
    TransportException failure = assertThrows(TransportException.class, work);
    assertEquals(reason, failure.reason(), failure.getMessage());
  }
}
