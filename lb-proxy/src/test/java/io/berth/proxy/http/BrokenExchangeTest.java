package io.berth.proxy.http;

import static io.berth.proxy.http.PlaneFixture.await;
import static io.berth.proxy.http.TestTarget.ok;
import static io.berth.proxy.http.TestTarget.write;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proxy.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets and clients that fail, stop, or leave in the middle. */
final class BrokenExchangeTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private final PlaneFixture fixture = new PlaneFixture(Duration.ofSeconds(1), 2);

  @AfterEach
  void close() {
    fixture.close();
  }

  // ------------------------------------------------------------------ no connection

  @Test
  void requestWithoutAnyTargetIsUnavailable() throws Exception {
    fixture.serving(new Target[0]);
    try (TestClient client = fixture.client()) {
      assertEquals(503, client.get("/").status());
      assertEquals(503, client.get("/").status(), "the connection goes on");
    }
  }

  @Test
  void targetThatRefusesConnectionsIsPassedOver() throws Exception {
    try (TestTarget living = TestTarget.named("living")) {
      fixture.serving(
          target("dead", PlaneFixture.freePort()),
          target("also dead", PlaneFixture.freePort()),
          target("living", living.port()));
      for (int i = 0; i < 6; i++) {
        try (TestClient client = fixture.client()) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
          assertEquals("living", client.answer().body());
        }
      }
      assertEquals("body", living.seen().getFirst().body());
    }
  }

  @Test
  void whenNobodyCanBeReachedTheGatewayIsBad() throws Exception {
    fixture.serving(target("dead", PlaneFixture.freePort()));
    try (TestClient client = fixture.client()) {
      assertEquals(502, client.get("/").status());
      assertEquals(502, client.get("/").status());
    }
  }

  @Test
  void targetThatDoesNotTakeConnectionsTimesOut() throws Exception {
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TestTarget living = TestTarget.named("living")) {
      fill(full, fillers);
      fixture.serving(target("full", full.getLocalPort()));
      assertTrue(
          fixture
              .once(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
              .startsWith("HTTP/1.1 504"));
      fixture.serving(target("full", full.getLocalPort()), target("living", living.port()));
      for (int i = 0; i < 2; i++) {
        try (TestClient client = fixture.client()) {
          assertEquals("living", client.get("/").body());
        }
      }
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  /** Connects until the queue of a server that accepts nobody takes no more. */
  private static void fill(ServerSocket full, List<Socket> fillers) throws IOException {
    boolean taken = true;
    while (taken) {
      Socket filler = new Socket();
      try {
        filler.connect(full.getLocalSocketAddress(), 200);
        fillers.add(filler);
      } catch (java.net.SocketTimeoutException _) {
        filler.close();
        taken = false;
      }
    }
  }

  // ------------------------------------------------------------------ no answer

  @ParameterizedTest(name = "after \"{0}\"")
  @ValueSource(strings = {"", "HTT", "HTTP/1.1 200 OK\r\nContent-Le", "nonsense\r\n\r\n"})
  void targetThatLeavesBeforeItsHeadIsWholeIsABadGatewayAndNotAskedAgain(String begun)
      throws Exception {
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          write(connection, begun);
          connection.close();
        })) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals(502, client.get("/").status());
        assertEquals(1, target.seen().size());
      }
    }
  }

  @Test
  void answerWithLargeHeadersIsABadGateway() throws Exception {
    String header = "A: " + "x".repeat(9 << 10) + "\r\n";
    try (TestTarget target =
        TestTarget.of((request, connection) ->
            write(connection, "HTTP/1.1 200 OK\r\n" + header.repeat(4) + "\r\n"))) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals(502, client.get("/").status());
      }
    }
  }

  @Test
  void protocolThatNobodyAskedForIsABadGateway() throws Exception {
    try (TestTarget target =
        TestTarget.of((request, connection) ->
            write(
                connection,
                "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"))) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals(502, client.get("/").status());
      }
    }
  }

  @Test
  void silentTargetTimesOut() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TestTarget target = TestTarget.of((request, connection) -> wait(never))) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals(504, client.get("/").status());
        await("the target's connection is closed", () -> inFlightIsNone());
      } finally {
        never.countDown();
      }
    }
  }

  private boolean inFlightIsNone() {
    return fixture.plane.inFlight() == 0;
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ------------------------------------------------------------------ half an answer

  /** What a client of either version sees must never look whole. */
  @ParameterizedTest(name = "{0} with {1}, reset {2}")
  @CsvSource({
    "HTTP/1.1, Content-Length: 100, false",
    "HTTP/1.1, Transfer-Encoding: chunked, false",
    "HTTP/1.0, Content-Length: 100, false",
    "HTTP/1.0, Transfer-Encoding: chunked, false",
    "HTTP/1.1, X-Ends: by closing, true",
    "HTTP/1.0, X-Ends: by closing, true"
  })
  void answerThatIsCutNeverLooksWhole(String version, String header, boolean reset)
      throws Exception {
    String part = header.contains("chunked") ? "4\r\npart\r\n" : "part";
    CountDownLatch read = new CountDownLatch(1);
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          write(connection, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + part);
          wait(read);
          if (reset) {
            connection.setSoLinger(true, 0);
          }
          connection.close();
        })) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        client.send("GET / " + version + "\r\nHost: a\r\n\r\n");
        String head = client.until("part");
        read.countDown();
        boolean endTellsAll = version.equals("HTTP/1.0") && !head.contains("ontent-");
        if (endTellsAll) {
          assertThrows(IOException.class, client::untilEnd, head);
        } else {
          String rest = client.untilEnd();
          assertTrue(!rest.contains("0\r\n\r\n") && rest.length() < 10, rest);
        }
      }
    }
  }

  @Test
  void targetThatStopsInTheMiddleOfItsAnswerIsCutInTime() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
          wait(never);
        })) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        client.send(GET);
        assertTrue(client.untilEnd().endsWith("part"));
      } finally {
        never.countDown();
      }
    }
  }

  // ------------------------------------------------------------------ clients

  @Test
  void clientThatLeavesEndsTheRequestAtItsTarget() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cut = new CountDownLatch(1);
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          asked.countDown();
          // Answers when the proxy has closed the connection.
          int end = connection.getInputStream().read();
          assertEquals(-1, end);
          cut.countDown();
        })) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        client.send(GET);
        wait(asked);
      }
      wait(cut);
      await("no request is in flight", this::inFlightIsNone);
    }
  }

  @Test
  void clientThatStopsInItsBodyIsToldThatItTookTooLong() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      String answer = fixture.once("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
      await("the target's connection is closed", () -> target.openConnections() == 0);
      assertEquals(List.of(), target.seen());
    }
  }

  @Test
  void bodyWhoseChunksBreakReachesNobodyAsAWhole() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      String answer =
          fixture.once(
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      await("the target's connection is closed", () -> target.openConnections() == 0);
      assertEquals(List.of(), target.seen());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "GET / HT, 408", "'GET / HTTP/1.1\r\nHost: a\r\n', 408"})
  void clientThatDoesNotFinishItsHeadIsSentAway(String begun, String status) throws Exception {
    fixture.serving(new Target[0]);
    String answer = fixture.once(begun);
    assertTrue(
        status.isEmpty() ? answer.isEmpty() : answer.startsWith("HTTP/1.1 " + status), answer);
  }

  /** A dripping client moves all the time, and yet it has to come to an end. */
  @Test
  void headThatDripsIsCutAsWell() throws Exception {
    fixture.serving(new Target[0]);
    try (TestClient client = fixture.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n");
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send("A: b\r\n");
                    boolean _ =
                        new CountDownLatch(1).await(50, java.util.concurrent.TimeUnit.MILLISECONDS);
                  }
                } catch (IOException | InterruptedException _) {
                  // The proxy has had enough.
                }
              });
      assertTrue(client.until("</html>\r\n").startsWith("HTTP/1.1 408"));
      dripping.interrupt();
      dripping.join();
    }
  }

  // ------------------------------------------------------------------ early answers

  @Test
  void answerBeforeTheEndOfTheRequestLeavesTheConnectionUsable() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(new Target[0]);
      try (TestClient client = fixture.client()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nbegun");
        assertEquals(503, client.answer().status());
        fixture.serving(target);
        client.send("x".repeat(100_000 - 5));
        assertEquals("one", client.get("/").body());
      }
    }
  }

  @Test
  void bodyThatIsTooLongToReadInVainEndsTheConnection() throws Exception {
    fixture.serving(new Target[0]);
    try (TestClient client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
      assertEquals(503, client.answer().status());
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              client.send("x".repeat(10_000));
            }
          });
    }
  }

  @Test
  void earlyAnswerOfATargetIsPassedOn() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseEarly(server));
      fixture.serving(target("early", server.getLocalPort()));
      try (TestClient client = fixture.client()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
        assertEquals("no", client.answer().body());
        client.send("done!!");
        assertEquals("no", client.get("/").body());
      }
    }
  }

  private static void refuseEarly(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        int first = socket.getInputStream().read();
        assertTrue(first > 0);
        write(socket, ok("no"));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }
}
