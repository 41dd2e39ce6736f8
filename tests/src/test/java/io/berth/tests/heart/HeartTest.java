package io.berth.tests.heart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.Traffic;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A service on three hosts behind two proxies is updated, scaled, stopped task by task and moved
 * from host to host, and no request of its users is dropped.
 */
@Tag("e2e")
@Timeout(900)
class HeartTest {
  private static final int HOSTS = 3;
  private static final int TASKS = 6;
  private static final int ROUNDS = 10;
  private static final long REQUESTS = 50_000;
  private static final long MANY_REQUESTS = 500_000;

  /** At each of the two doors. */
  private static final Map<Traffic, Integer> USERS =
      Map.of(
          Traffic.KEEP_ALIVE, 32,
          Traffic.NEW_CONNECTIONS, 2,
          Traffic.SLOW, 7,
          Traffic.UPLOADS, 2);

  private static final Map<Traffic, Integer> MANY_USERS =
      Map.of(
          Traffic.KEEP_ALIVE, 80,
          Traffic.NEW_CONNECTIONS, 4,
          Traffic.SLOW, 10,
          Traffic.UPLOADS, 3);

  @SuppressWarnings("NullAway.Init")
  private static Ground ground;

  @BeforeAll
  static void open() throws Exception {
    ground = Ground.open(Hosts.Plan.of(HOSTS).withAgentOptions("--dynamic-ports", "20000-20023"));
  }

  @AfterAll
  static void close() throws IOException {
    ground.close();
  }

  /** How long requests in flight are waited for when their target goes. */
  enum Delay {
    USUAL(OptionalInt.empty(), 8301),
    SHORT(OptionalInt.of(5), 8302);

    private final OptionalInt seconds;
    private final int port;

    Delay(OptionalInt seconds, int port) {
      this.seconds = seconds;
      this.port = port;
    }

    BalancedService.Plan service() {
      return new BalancedService.Plan("heart-" + port, port, TASKS, 0, seconds);
    }
  }

  @ParameterizedTest
  @EnumSource(Delay.class)
  void noRequestIsDroppedWhateverIsDoneToTheService(Delay delay) throws Exception {
    assertNoneDropped(delay, USERS, REQUESTS);
  }

  @ParameterizedTest
  @EnumSource(Delay.class)
  @Tag("full")
  void noneOfAMillionRequestsIsDropped(Delay delay) throws Exception {
    assertNoneDropped(delay, MANY_USERS, MANY_REQUESTS);
  }

  private static void assertNoneDropped(Delay delay, Map<Traffic, Integer> users, long requests)
      throws Exception {
    BalancedService service = ground.openService(delay.service());
    try (Crowd crowd = ground.crowd(service, users)) {
      var drill = new Drill(ground.hosts(), service, crowd, TASKS);
      drill.run(ROUNDS);
      while (crowd.answered() < requests) {
        drill.run(2);
      }
      drill.assertAllWasDone();
      crowd.stop();

      assertEquals(0, crowd.failed(), () -> crowd.reports() + "\n" + ground.stack().dump());
      System.out.println("none of " + crowd.answered() + " requests failed");
    }
    service.delete();
    service.awaitEnd();
  }
}
