package io.berth.proxy.http;

import static io.berth.proxy.http.TestTarget.ok;
import static io.berth.proxy.http.TestTarget.write;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kept connections that their target ends just when the next request comes. The target of these
 * tests reads that request and leaves: to the proxy it looks the same.
 */
final class StaleConnectionTest {
  private static final String HOST = " / HTTP/1.1\r\nHost: a\r\n";
  private final PlaneFixture fixture = new PlaneFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Answers the request of this number and all but it; to that one it says this and leaves. */
  private static TestTarget leavingAt(int number, String lastWord) {
    AtomicInteger count = new AtomicInteger();
    return TestTarget.of((request, connection) -> {
      if (count.incrementAndGet() == number) {
        write(connection, lastWord);
        connection.close();
      } else {
        write(connection, ok(""));
      }
    });
  }

  private int second(String request) throws Exception {
    try (TestClient client = fixture.client()) {
      assertEquals(200, client.get("/").status());
      client.send(request);
      return client.answer().status();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void whatOnlyAsksIsSentOnceMoreOverANewConnection(String method) throws Exception {
    try (TestTarget target = leavingAt(2, "")) {
      fixture.serving(target);
      assertEquals(200, second(method + HOST + "\r\n"));
      assertEquals(3, target.seen().size());
      assertEquals(2, target.connections());
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, ''", "PUT, ''", "DELETE, ''", "GET, body"})
  void whatIsNotIsABadGateway(String method, String body) throws Exception {
    try (TestTarget target = leavingAt(2, "")) {
      fixture.serving(target);
      String length = "Content-Length: " + body.length() + "\r\n\r\n";
      assertEquals(502, second(method + HOST + length + body));
      assertEquals(2, target.seen().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nContent-Le"})
  void aTargetThatHasBegunToAnswerIsNotAskedAgain(String begun) throws Exception {
    try (TestTarget target = leavingAt(2, begun)) {
      fixture.serving(target);
      assertEquals(502, second("GET" + HOST + "\r\n"));
      assertEquals(2, target.seen().size());
    }
  }

  @Test
  void noRequestIsSentAThirdTime() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          if (count.incrementAndGet() == 1) {
            write(connection, ok(""));
          } else {
            connection.close();
          }
        })) {
      fixture.serving(target);
      assertEquals(502, second("GET" + HOST + "\r\n"));
      assertEquals(3, target.seen().size());
    }
  }

  /** The table has ended the connection, and the target may well be at work. */
  @Test
  void requestAtADroppedTargetIsNotSentToAnother() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    try (TestTarget dropped =
            TestTarget.of((request, connection) -> {
              asked.countDown();
              if (asked.getCount() > 0) {
                write(connection, ok(""));
              } else {
                wait(never);
              }
            });
        TestTarget other = TestTarget.named("other")) {
      fixture.serving(target("dropped", dropped.port()));
      try (TestClient client = fixture.client()) {
        assertEquals(200, client.get("/").status());
        client.send("GET" + HOST + "\r\n");
        wait(asked);
        fixture.serving(target("other", other.port()));
        assertEquals(502, client.answer().status());
        assertEquals(0, other.seen().size());
      }
    } finally {
      never.countDown();
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
