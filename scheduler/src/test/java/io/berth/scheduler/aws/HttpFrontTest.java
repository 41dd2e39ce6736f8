package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.aws.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the front does with connections and requests that are as they should be. */
class HttpFrontTest {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private TestFront front(TestRoute.Work work) throws IOException {
    TestFront front = TestFront.withRoutes(FrontLimits.standard(), List.of(new TestRoute(work)));
    open.push(front);
    return front;
  }

  private RawClient client(TestFront front) throws IOException {
    RawClient client = new RawClient(front.connect());
    open.push(client);
    return client;
  }

  private static String targetOf(HttpHead head) {
    return head.method() + " " + head.path() + "?" + head.query();
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws Exception {
    RawClient client = client(front((_, body) -> new String(body, ISO_8859_1)));

    for (String body : List.of("first", "", "third")) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n");
      client.send(body);
      Response response = client.read();

      assertEquals(body, response.body());
      assertEquals(36, response.header("x-amzn-requestid").length());
      assertTrue(
          response.header("date").matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} .* GMT"),
          response.header("date"));
    }
  }

  @Test
  void chunkedBodiesArePutTogether() throws Exception {
    RawClient client = client(front((_, body) -> new String(body, ISO_8859_1)));

    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

    assertEquals("abcde", client.read().body());
  }

  /** The first request would see the second one begin, if they were worked on together. */
  @Test
  void pipelinedRequestsAreServedOneByOneInTheirOrder() throws Exception {
    CountDownLatch secondBegan = new CountDownLatch(1);
    AtomicBoolean together = new AtomicBoolean();
    RawClient client =
        client(
            front((head, _) -> {
              if (head.path().equals("/0")) {
                together.set(secondBegan.await(200, TimeUnit.MILLISECONDS));
              } else {
                secondBegan.countDown();
              }
              return head.path();
            }));
    StringBuilder requests = new StringBuilder();
    for (int request = 0; request < 50; request++) {
      requests.append("GET /").append(request).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    client.send(requests.toString());

    for (int request = 0; request < 50; request++) {
      assertEquals("/" + request, client.read().body());
    }
    assertFalse(together.get());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/a/b?c=d&e, GET /a/b?c=d&e",
    "http://localhost:7070/a?b, GET /a?b",
    "HTTPS://elsewhere, GET /?",
    "http://x?q, GET /?q",
    "//a, GET //a?",
    "/%2e?%20+, GET /%2e?%20+",
    "*, GET *?"
  })
  void targetsAreTakenApart(String target, String seen) throws Exception {
    RawClient client = client(front((head, _) -> targetOf(head)));

    client.get(target);

    assertEquals(seen, client.read().body());
  }

  @Test
  void oldHttpEndsTheConnectionUnlessAskedOtherwise() throws Exception {
    TestFront front = front((head, _) -> head.path());
    RawClient plain = client(front);
    RawClient keeping = client(front);

    plain.send("GET /a HTTP/1.0\r\n\r\n");
    assertEquals("/a", plain.read().body());
    assertTrue(plain.isCut());

    for (int request = 0; request < 2; request++) {
      keeping.send("GET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertEquals("/b", keeping.read().body());
    }
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() throws Exception {
    RawClient client = client(front((_, body) -> new String(body, ISO_8859_1)));

    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    assertEquals(100, client.read().status());
    client.send("body");

    assertEquals("body", client.read().body());
  }

  @Test
  void healthIsToldToAnyone() throws Exception {
    RawClient client = client(front((_, _) -> "not this one"));

    client.get("/health");

    Response response = client.read();
    assertEquals(200, response.status());
    assertEquals("ok\n", response.body());
  }

  @Test
  void whatNobodyServesIsNotFound() throws Exception {
    TestFront front = TestFront.withRoutes(FrontLimits.standard(), List.of());
    open.push(front);
    RawClient client = client(front);

    client.get("/nowhere");

    assertEquals(404, client.read().status());
  }

  @Test
  void closingLetsFinishWhatIsInFlight() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    TestFront front =
        front((_, _) -> {
          began.countDown();
          mayEnd.await();
          return "finished";
        });
    RawClient busy = client(front);
    RawClient idle = client(front);
    idle.get("/health");
    assertEquals(200, idle.read().status());
    busy.get("/");
    began.await();

    Thread closing = closing(front);
    assertTrue(idle.isCut(), "nobody waits for those who ask nothing");
    assertTrue(closing.isAlive());
    mayEnd.countDown();

    Response last = busy.read();
    assertEquals("finished", last.body());
    assertEquals("close", last.header("connection"));
    assertTrue(busy.isCut());
    closing.join();
  }

  @Test
  void closingWaitsNoLongerThanItsDeadline() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TestFront front =
        front((_, _) -> {
          began.countDown();
          never.await();
          return "too late";
        });
    RawClient client = client(front);
    client.get("/");
    began.await();

    front.front().close(Duration.ofMillis(50));

    assertTrue(client.isCut());
    never.countDown();
  }

  private static Thread closing(TestFront front) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            front.front().close(TestFront.LONG);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
