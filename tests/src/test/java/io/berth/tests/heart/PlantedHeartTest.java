package io.berth.tests.heart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.PlantedScheduler;
import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.Traffic;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A drill that loses nothing whatever the scheduler does would prove nothing. */
@Tag("e2e")
@Timeout(300)
class PlantedHeartTest {
  private static final int PORT = 8301;
  private static final int TASKS = 2;
  private static final int MOST_ROUNDS = 4;

  /** At each of the two doors. */
  private static final Map<Traffic, Integer> USERS =
      Map.of(Traffic.KEEP_ALIVE, 27, Traffic.SLOW, 7);

  @Test
  void aSchedulerThatStopsBeforeItDrainsLosesRequests() throws Exception {
    Hosts.Plan plan =
        Hosts.Plan.of(1)
            .withScheduler(PlantedScheduler.with(PlantedScheduler.Bug.STOP_BEFORE_DRAIN));
    try (Ground ground = Ground.open(plan)) {
      BalancedService service =
          ground.openService(
              new BalancedService.Plan("heart", PORT, TASKS, 0, OptionalInt.empty()));
      try (Crowd crowd = ground.crowd(service, USERS)) {
        // Now and then no request happens to be open where a task is stopped too early.
        for (int round = 0; round < MOST_ROUNDS && crowd.failed() == 0; round++) {
          new Drill(ground.hosts(), service, crowd, TASKS).run(1);
        }
        crowd.stop();

        assertTrue(crowd.failed() > 0, () -> crowd.reports() + "\n" + ground.stack().dump());
      }
    }
  }
}
