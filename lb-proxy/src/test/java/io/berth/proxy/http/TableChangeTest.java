package io.berth.proxy.http;

import static io.berth.proxy.http.PlaneFixture.await;
import static io.berth.proxy.http.TestTarget.ok;
import static io.berth.proxy.http.TestTarget.write;
import static io.berth.proxy.route.Tables.key;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proxy.http.PortProblem.Kind;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that change under traffic: drains, drops, health and ports. */
final class TableChangeTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private final PlaneFixture fixture = new PlaneFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Target in(TestTarget target, String id, TargetState state) {
    return target(id, target.port(), state);
  }

  // ------------------------------------------------------------------ drains

  @Test
  void drainingTargetEndsWhatItHasAndGetsNothingNew() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (TestTarget old =
            TestTarget.of((request, connection) -> {
              asked.countDown();
              wait(go);
              write(connection, ok("old"));
            });
        TestTarget fresh = TestTarget.named("fresh")) {
      fixture.serving(in(old, "old", TargetState.ACTIVE));
      try (TestClient slow = fixture.client();
          TestClient quick = fixture.client()) {
        slow.send(GET);
        wait(asked);
        fixture.serving(
            in(old, "old", TargetState.DRAINING), in(fresh, "fresh", TargetState.ACTIVE));
        assertEquals(Map.of(key("g", "old"), 1), fixture.plane.leaving());
        for (int i = 0; i < 10; i++) {
          assertEquals("fresh", quick.get("/").body());
        }
        assertEquals(0, fixture.idleNews.availablePermits());
        go.countDown();
        assertEquals("old", slow.answer().body());
        assertTrue(fixture.idleNews.tryAcquire(30, TimeUnit.SECONDS), "told that it is idle");
        assertEquals(Map.of(key("g", "old"), 0), fixture.plane.leaving());
        assertEquals("fresh", slow.get("/").body(), "the client's connection goes on");
      }
      await("its connections are closed", () -> old.openConnections() == 0);
    }
  }

  @Test
  void idleConnectionsToADrainingTargetAreClosed() throws Exception {
    try (TestTarget target = TestTarget.named("one");
        TestTarget other = TestTarget.named("other")) {
      fixture.serving(in(target, "t", TargetState.ACTIVE));
      try (TestClient client = fixture.client()) {
        assertEquals("one", client.get("/").body());
        assertEquals(1, target.openConnections());
        fixture.serving(in(target, "t", TargetState.DRAINING), in(other, "o", TargetState.ACTIVE));
        await("the idle connection is closed", () -> target.openConnections() == 0);
        fixture.serving(in(target, "t", TargetState.ACTIVE));
        assertEquals("one", client.get("/").body(), "back to active midway");
      }
    }
  }

  @Test
  void droppedTargetIsCutInTheMiddle() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          write(connection, "HTTP/1.1 200 OK\r\n\r\nbegun");
          asked.countDown();
          wait(never);
        })) {
      fixture.serving(in(target, "t", TargetState.ACTIVE));
      try (TestClient client = fixture.client()) {
        client.send("GET / HTTP/1.0\r\n\r\n");
        client.until("begun");
        fixture.serving(new Target[0]);
        assertThrows(IOException.class, client::untilEnd, "an end would look like the whole");
        await("nothing is in flight", () -> fixture.plane.inFlight() == 0);
      } finally {
        never.countDown();
      }
    }
  }

  @Test
  void requestAtADroppedTargetThatHasNotAnsweredIsABadGateway() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          asked.countDown();
          wait(never);
        })) {
      fixture.serving(in(target, "t", TargetState.FENCED), in(target, "u", TargetState.ACTIVE));
      try (TestClient client = fixture.client()) {
        client.send(GET);
        wait(asked);
        fixture.serving(in(target, "t", TargetState.FENCED));
        assertEquals(502, client.answer().status());
        assertEquals(503, client.get("/").status(), "a fenced one gets nothing");
      } finally {
        never.countDown();
      }
    }
  }

  /**
   * Requests that come and go while tables follow each other: none fails, none is counted twice.
   */
  @Test
  void noRequestIsLostWhileTargetsComeAndGo() throws Exception {
    try (TestTarget one = TestTarget.named("one");
        TestTarget other = TestTarget.named("other")) {
      fixture.serving(in(one, "a", TargetState.ACTIVE), in(other, "b", TargetState.ACTIVE));
      Set<Thread> threads = new HashSet<>();
      Set<String> failures = java.util.concurrent.ConcurrentHashMap.newKeySet();
      for (int i = 0; i < 8; i++) {
        threads.add(Thread.ofVirtual().start(() -> ask(200, failures)));
      }
      for (int i = 0; threads.stream().anyMatch(Thread::isAlive); i++) {
        boolean even = i % 2 == 0;
        fixture.serving(
            in(one, "a", even ? TargetState.DRAINING : TargetState.ACTIVE),
            in(other, "b", even ? TargetState.ACTIVE : TargetState.DRAINING));
        String leaving = even ? "a" : "b";
        await(
            "the draining one is idle",
            () -> fixture.plane.leaving().getOrDefault(key("g", leaving), 1) == 0);
        assertEquals(0, fixture.plane.leaving().get(key("g", leaving)), "and stays so");
      }
      assertEquals(Set.of(), failures);
      assertTrue(one.seen().size() > 100 && other.seen().size() > 100);
      assertEquals(1_600, one.seen().size() + other.seen().size());
    }
  }

  private void ask(int times, Set<String> failures) {
    try (TestClient client = fixture.client()) {
      for (int i = 0; i < times; i++) {
        TestClient.Answer answer = client.get("/");
        if (answer.status() != 200) {
          failures.add(answer.toString());
        }
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  // ------------------------------------------------------------------ health

  @Test
  void healthThatChangesMovesTheRequests() throws Exception {
    try (TestTarget one = TestTarget.named("one");
        TestTarget other = TestTarget.named("other")) {
      TargetKey sick = key("g", "t0");
      fixture.serving(one, other);
      fixture.plane.judge(Set.of(sick), healthy -> !healthy.equals(sick));
      try (TestClient client = fixture.client()) {
        for (int i = 0; i < 6; i++) {
          assertEquals("other", client.get("/").body());
        }
      }
    }
  }

  // ------------------------------------------------------------------ ports

  @Test
  void portThatAnotherProcessHasIsAProblemUntilItIsFree() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      try (ServerSocket taker =
          new ServerSocket(fixture.port, 10, InetAddress.getLoopbackAddress())) {
        fixture.serving(target);
        PortProblem problem = fixture.plane.problems().get(taker.getLocalPort());
        assertTrue(problem != null && problem.kind() == Kind.TAKEN, "" + problem);
        assertEquals(Set.of(fixture.port), fixture.plane.retryPorts().keySet());
      }
      assertEquals(Map.of(), fixture.plane.retryPorts());
      try (TestClient client = fixture.client()) {
        assertEquals("one", client.get("/").body());
      }
    }
  }

  @Test
  void listenerThatGoesTakesNoClientsAndEndsThoseThatAreThere() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals("one", client.get("/").body());
        fixture.plane.serve(RoutingTable.empty(), _ -> true);
        assertThrows(IOException.class, fixture::client);
        TestClient.Answer last = client.get("/");
        assertEquals(503, last.status());
        assertTrue(last.has("connection: close"));
        assertEquals("", client.untilEnd());
      }
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        assertEquals("one", client.get("/").body());
      }
    }
  }

  @Test
  void oneClientTooManyIsSentAwayAndTheOthersGoOn() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      Set<TestClient> clients = new HashSet<>();
      for (int i = 0; i < PlaneFixture.LIMITS.connections(); i++) {
        clients.add(fixture.client());
      }
      await("all are in", () -> fixture.plane.clients() == clients.size());
      try (TestClient late = fixture.client()) {
        assertEquals("", late.untilEnd());
      }
      for (TestClient client : clients) {
        assertEquals("one", client.get("/").body());
        client.close();
      }
      await("all are out", () -> fixture.plane.clients() == 0);
    }
  }

  // ------------------------------------------------------------------ the end

  @Test
  void closingLetsRequestsEndAndSendsIdleClientsAway() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (TestTarget target =
            TestTarget.of((request, connection) -> {
              asked.countDown();
              wait(go);
              write(connection, ok("late"));
            });
        PlaneFixture closing = new PlaneFixture()) {
      closing.serving(target);
      try (TestClient idle = closing.client();
          TestClient busy = closing.client()) {
        busy.send(GET);
        wait(asked);
        await("both are in", () -> closing.plane.clients() == 2);
        Thread closer = Thread.ofVirtual().start(() -> close(closing));
        assertEquals("", idle.untilEnd());
        idle.socket().close();
        go.countDown();
        assertEquals("late", busy.answer().body());
        assertEquals("", busy.untilEnd());
        busy.socket().close();
        closer.join();
      }
    }
  }

  private static void close(PlaneFixture fixture) {
    try {
      fixture.plane.close(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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
