package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.aws.RawClient.Response;
import io.berth.scheduler.store.Seeds;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the front refuses or cuts: whatever is too large, too slow, too many, or no HTTP. */
class HttpFrontLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  /** How long a connection may idle that is used later: a busy machine may hold up a test. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private static final String JSON = "X-Amz-Target: S.Operation\r\n";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void end() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Small enough to be reached, with times nobody reaches by being slow. */
  private static FrontLimits limits() {
    return new FrontLimits(
        50, 10, 1_000, 5_000, 2_048, 512, TestFront.LONG, TestFront.LONG, TestFront.LONG);
  }

  private static FrontLimits withTimes(Duration request, Duration idle) {
    return new FrontLimits(50, 10, 1_000, 5_000, 2_048, 512, request, idle, TestFront.LONG);
  }

  private TestFront front(FrontLimits limits, TestRoute.Work work) throws IOException {
    TestFront front = TestFront.withRoutes(limits, List.of(new TestRoute(work)));
    open.push(front);
    return front;
  }

  private TestFront front() throws IOException {
    return front(limits(), (head, _) -> head.path());
  }

  private RawClient client(TestFront front) throws IOException {
    RawClient client = new RawClient(front.connect());
    open.push(client);
    return client;
  }

  @Test
  void aBodyAnnouncedAsTooLargeIsRefusedBeforeItComesInTheFormOfTheCaller() throws Exception {
    TestFront front = front();
    RawClient json = client(front);
    RawClient form = client(front);
    String size = "Content-Length: 104857600\r\n\r\n";

    json.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + JSON + size);
    form.send("POST / HTTP/1.1\r\nHost: x\r\n" + FORM + size);

    Response refused = json.read();
    assertEquals(413, refused.status());
    assertEquals("RequestEntityTooLargeException", refused.header("x-amzn-errortype"));
    assertTrue(refused.body().startsWith("{\"__type\":\"RequestEntityTooLargeException\""));
    assertEquals("close", refused.header("connection"));
    assertTrue(form.read().body().contains("<Code>RequestEntityTooLargeException</Code>"));
  }

  /** A reset would overtake the answer, and the client would never learn why. */
  @Test
  void aClientThatSendsTheWholeHugeBodyStillReadsTheRefusal() throws Exception {
    Socket socket = front().connect();
    RawClient client = new RawClient(socket);
    open.push(client);
    client.send("POST / HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 104857600\r\n\r\n");
    byte[] megabyte = new byte[1 << 20];
    OutputStream out = socket.getOutputStream();

    for (int sent = 0; sent < 100; sent++) {
      out.write(megabyte);
    }

    assertEquals(413, client.read().status());
  }

  @Test
  void aChunkedBodyIsRefusedOnceItIsTooLarge() throws Exception {
    RawClient client = client(front());

    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("3e8\r\n" + "a".repeat(1_000) + "\r\n");
    client.send("1\r\nb\r\n");

    assertEquals(413, client.read().status());
  }

  @Test
  void aBodyOfExactlyTheLimitIsServed() throws Exception {
    RawClient client = client(front());

    client.send("POST /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + "a".repeat(1_000));

    assertEquals("/ok", client.read().body());
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheConnectionEnds() throws Exception {
    TestFront front = front();
    for (String request :
        List.of(
            "\0\1\2\3\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon here\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      RawClient client = client(front);
      client.send(request);

      assertEquals(400, client.read().status(), request);
    }
  }

  @Test
  void headersAndRequestLinesThatAreTooLongAreRefused() throws Exception {
    TestFront front = front();
    RawClient headers = client(front);
    RawClient line = client(front);
    RawClient expecting = client(front);

    headers.send("GET / HTTP/1.1\r\nHost: x\r\nLong: " + "a".repeat(3_000) + "\r\n\r\n");
    line.send("GET /" + "a".repeat(600) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    expecting.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nContent-Length: 1\r\n\r\n");

    assertEquals(431, headers.read().status());
    assertEquals(414, line.read().status());
    assertEquals(417, expecting.read().status());
  }

  /** Steady dripping keeps no connection open: the whole request has its time, not each byte. */
  @Test
  void aClientThatDripsIsCut() throws Exception {
    TestFront front = front(withTimes(SHORT, TestFront.LONG), (head, _) -> head.path());
    for (String start :
        List.of(
            "GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n")) {
      RawClient client = client(front);
      client.patience(10);
      client.send(start);

      assertTrue(dripsUntilCut(client), start);
    }
  }

  private static boolean dripsUntilCut(RawClient client) {
    for (int drop = 0; drop < 900; drop++) {
      if (client.isCut()) {
        return true;
      }
      try {
        client.send("a");
      } catch (IOException _) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aConnectionThatAsksNothingIsCut() throws Exception {
    TestFront front = front(withTimes(TestFront.LONG, IDLE), (head, _) -> head.path());
    RawClient silent = client(front);
    RawClient onceServed = client(front);
    onceServed.get("/a");
    assertEquals("/a", onceServed.read().body());

    assertTrue(silent.isCut());
    assertTrue(onceServed.isCut());
  }

  @Test
  void timesDoNotRunWhileARequestIsWorkedOn() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    TestFront front =
        front(
            withTimes(Duration.ofMillis(50), IDLE),
            (_, _) -> {
              boolean ended = never.await(IDLE.toMillis() + 500, TimeUnit.MILLISECONDS);
              return "ended " + ended;
            });
    RawClient client = client(front);

    client.get("/");

    assertEquals("ended false", client.read().body());
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndTheOthersServed() throws Exception {
    TestFront front = front();
    List<RawClient> clients = new ArrayList<>();
    for (int one = 0; one < 50; one++) {
      RawClient client = client(front);
      client.get("/" + one);
      assertEquals("/" + one, client.read().body());
      clients.add(client);
    }

    for (int one = 0; one < 200; one++) {
      assertTrue(client(front).isCut());
    }
    assertEquals(50, front.front().connections());
    clients.getLast().get("/still");
    assertEquals("/still", clients.getLast().read().body());

    clients.getFirst().close();
    awaitConnections(front, 49);
    RawClient next = client(front);
    next.get("/next");
    assertEquals("/next", next.read().body());
  }

  @Test
  void requestsBeyondTheLimitAreThrottled() throws Exception {
    CountDownLatch began = new CountDownLatch(10);
    CountDownLatch mayEnd = new CountDownLatch(1);
    TestFront front =
        front(
            limits(),
            (_, _) -> {
              began.countDown();
              mayEnd.await();
              return "done";
            });
    List<RawClient> busy = new ArrayList<>();
    for (int one = 0; one < 10; one++) {
      RawClient client = client(front);
      client.get("/");
      busy.add(client);
    }
    began.await();
    RawClient tooMany = client(front);
    tooMany.send("POST / HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 2\r\n\r\n{}");

    Response throttled = tooMany.read();
    assertEquals(400, throttled.status());
    assertEquals(
        "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}", throttled.body());
    mayEnd.countDown();
    for (RawClient client : busy) {
      assertEquals("done", client.read().body());
    }
    tooMany.get("/");
    assertEquals("done", tooMany.read().body(), "the connection is as good as before");
  }

  @Test
  void allBodiesTogetherAreBoundedAndGivenBack() throws Exception {
    CountDownLatch began = new CountDownLatch(5);
    CountDownLatch mayEnd = new CountDownLatch(1);
    TestFront front =
        front(
            limits(),
            (_, body) -> {
              began.countDown();
              mayEnd.await();
              return "done " + body.length;
            });
    String request =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + "a".repeat(1_000);
    List<RawClient> holding = new ArrayList<>();
    for (int one = 0; one < 5; one++) {
      RawClient client = client(front);
      client.send(request);
      holding.add(client);
    }
    began.await();
    RawClient tooMany = client(front);
    tooMany.send(request);

    assertTrue(tooMany.read().body().contains("ThrottlingException"));
    mayEnd.countDown();
    for (RawClient client : holding) {
      assertEquals("done 1000", client.read().body());
    }
    RawClient later = client(front);
    later.send(request);
    assertEquals("done 1000", later.read().body());
  }

  /** What a client began and left counts no longer; the budget would dry up otherwise. */
  @Test
  void abandonedBodiesAreGivenBack() throws Exception {
    TestFront front = front();
    String start = "POST /whole HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
    for (int one = 0; one < 40; one++) {
      RawClient client = client(front);
      client.get("/here");
      assertEquals("/here", client.read().body());
      client.send(start + "a".repeat(990));
      client.close();
    }

    awaitConnections(front, 0);
    RawClient later = client(front);
    later.send(start + "a".repeat(1_000));
    assertEquals("/whole", later.read().body());
  }

  private static void awaitConnections(TestFront front, int count) {
    long deadline = System.nanoTime() + TestFront.LONG.toNanos();
    while (front.front().connections() != count) {
      assertTrue(System.nanoTime() < deadline, "connections stay counted");
      Thread.onSpinWait();
    }
  }

  static LongStream seeds() {
    return Seeds.first(40);
  }

  /** Noise of any kind leaves the front able to serve the next one. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noiseHarmsNobodyElse(long seed) throws Exception {
    RandomGenerator random = Seeds.random(seed);
    TestFront front = front(withTimes(SHORT, TestFront.LONG), (head, _) -> head.path());
    Socket noisy = front.connect();
    open.push(noisy);
    byte[] noise = new byte[random.nextInt(5_000)];
    random.nextBytes(noise);
    if (random.nextBoolean()) {
      byte[] start = "POST / HTTP/1.1\r\nContent-Length: 100\r\n".getBytes(UTF_8);
      System.arraycopy(start, 0, noise, 0, Math.min(start.length, noise.length));
    }
    try {
      noisy.getOutputStream().write(noise);
    } catch (IOException _) {
      // Cut already.
    }
    RawClient calm = client(front);

    calm.get("/calm");

    assertEquals("/calm", calm.read().body());
  }
}
