package io.berth.tests.heart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.PlantedScheduler;
import io.berth.tests.cluster.Program;
import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.LoadReport;
import io.berth.tests.load.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A proxy that hears nothing of the scheduler serves its users by the table that it has, and while
 * that grows old, no port in it is given to anybody else.
 */
@Tag("e2e")
@Timeout(600)
class CutProxyTest {
  private static final int HOSTS = 2;
  private static final int FIXED_PORT = 9100;
  private static final long MANY = 300;
  private static final String CHANGED_HANDS = " has changed hands";

  /** Shorter than anybody is waited for. */
  private static final Duration PART = Duration.ofSeconds(10);

  /** At one door. */
  private static final Map<Traffic, Integer> USERS =
      Map.of(Traffic.KEEP_ALIVE, 6, Traffic.NEW_CONNECTIONS, 2, Traffic.SLOW, 2);

  @SuppressWarnings("NullAway.Init")
  private Ground ground;

  @SuppressWarnings("NullAway.Init")
  private BalancedService left;

  @SuppressWarnings("NullAway.Init")
  private BalancedService right;

  @SuppressWarnings("NullAway.Init")
  private BalancedService fixed;

  /** So few ports that each is wanted by others as soon as it is left. */
  private void open(Program scheduler) throws Exception {
    ground =
        Ground.open(
            Hosts.Plan.of(HOSTS)
                .withScheduler(scheduler)
                .withAgentOptions("--dynamic-ports", "20000-20003"));
    left = ground.openService(plan("left", 8301, 2, 0));
    right = ground.openService(plan("right", 8302, 2, 0));
    fixed = ground.openService(plan("fixed", 8303, HOSTS, FIXED_PORT));
  }

  @AfterEach
  void close() throws IOException {
    if (ground != null) {
      ground.close();
    }
  }

  private static BalancedService.Plan plan(String name, int port, int count, int hostPort) {
    return new BalancedService.Plan(name, port, count, hostPort, OptionalInt.empty());
  }

  @Test
  void aProxyThatIsCutOffNeverReachesForeignTasks() throws Exception {
    open(Program.berth("scheduler"));
    assertReachesNoForeignTask(Duration.ofSeconds(20));
  }

  @Test
  @Tag("full")
  void aProxyThatIsCutOffForAMinuteNeverReachesForeignTasks() throws Exception {
    open(Program.berth("scheduler"));
    assertReachesNoForeignTask(Duration.ofSeconds(60));
  }

  /** A test that finds nothing would prove nothing. */
  @Test
  @Tag("full")
  void aSchedulerThatFreesPortsAtOnceIsFound() throws Exception {
    open(PlantedScheduler.with(PlantedScheduler.Bug.PORT_FREE_AT_ONCE));
    AssertionError found =
        assertThrows(
            AssertionError.class, () -> assertReachesNoForeignTask(Duration.ofSeconds(20)));
    assertTrue(String.valueOf(found.getMessage()).contains(CHANGED_HANDS), found::toString);
  }

  /**
   * Goal: nobody gets an answer from a task of another service, and users of the other proxy notice
   * nothing. Method: users of three services at either proxy; one proxy is cut off from the
   * scheduler alone; two services are updated as long as there are ports, one with a fixed port is
   * deleted, and another one asks for that port.
   */
  private void assertReachesNoForeignTask(Duration length) throws Exception {
    try (Crowd here = crowd(ground.here().address(), left, right);
        Crowd away = crowd(ground.away().address(), left, right, fixed)) {
      ground
          .stack()
          .await()
          .until("everybody is at it", () -> Math.min(here.answered(), away.answered()) > MANY);
      Map<String, String> owners = owners(left, right, fixed);
      ground.away().cable().cutPort(ground.stack().schedulerProcess().agentsPort());
      fixed.delete();
      BalancedService heir =
          BalancedService.create(ground.stack(), plan("heir", 8304, 1, FIXED_PORT));
      int updates = updateFor(length, owners);
      assertTrue(updates > 2, () -> "ports did not turn over" + ground.stack().dump());
      assertEquals(List.of(), heir.tasks(), () -> FIXED_PORT + CHANGED_HANDS);
      fixed.awaitEnd();

      ground.away().cable().heal();
      left.awaitSteady();
      right.awaitSteady();
      heir.awaitSteady();
      ground.awaitAnswers(left);
      ground.awaitAnswers(right);
      away.stop();
      here.stop();
      assertEquals(List.of(), foreign(away), ground.stack()::dump);
      assertEquals(0, here.failed(), () -> here.reports() + "\n" + ground.stack().dump());
      System.out.println(
          updates
              + " updates, at the proxy that was cut off "
              + away.failed()
              + " of "
              + away.answered()
              + " failed, none by a foreign task");
    }
    assertServesAgain();
  }

  private void assertServesAgain() throws Exception {
    try (Crowd away = crowd(ground.away().address(), left, right)) {
      left.update();
      right.update();
      left.awaitSteady();
      right.awaitSteady();
      ground.stack().await().until("many are answered", () -> away.answered() > MANY);
      away.stop();
      assertEquals(0, away.failed(), () -> away.reports() + "\n" + ground.stack().dump());
    }
  }

  private static Crowd crowd(String proxy, BalancedService... services) {
    var crowd = new Crowd();
    for (BalancedService service : services) {
      crowd.add(service.door(proxy), service.host(), USERS, service.members());
    }
    return crowd;
  }

  /** Updates whoever is steady until the time is over; answers how often that was. */
  private int updateFor(Duration length, Map<String, String> owners) throws Exception {
    var updates = new AtomicInteger();
    long begin = System.nanoTime();
    for (Duration part = PART; part.compareTo(length) <= 0; part = part.plus(PART)) {
      long end = begin + part.toNanos();
      ground
          .stack()
          .await()
          .until(
              "time is over",
              () -> {
                updates.addAndGet(updateSteady());
                assertKept(owners);
                return System.nanoTime() - end >= 0;
              });
    }
    return updates.get();
  }

  private int updateSteady() {
    List<BalancedService> steady =
        Stream.of(left, right).filter(BalancedService::isSteady).toList();
    steady.forEach(BalancedService::update);
    return steady.size();
  }

  /** What the proxy that was cut off may still send to is nobody else's. */
  private void assertKept(Map<String, String> owners) {
    owners(left, right)
        .forEach((port, task) ->
            assertEquals(owners.getOrDefault(port, task), task, () -> port + CHANGED_HANDS));
  }

  /** Which task has which port of which host. */
  private static Map<String, String> owners(BalancedService... services) {
    Map<String, String> owners = new HashMap<>();
    Stream.of(services)
        .flatMap(service -> service.tasks().stream())
        .forEach(task -> ports(task).forEach(port -> owners.put(port, task.taskArn())));
    return owners;
  }

  private static List<String> ports(Task task) {
    return task.containers().stream()
        .flatMap(container -> container.networkBindings().stream())
        .map(NetworkBinding::hostPort)
        .map(port -> task.containerInstanceArn() + ":" + port)
        .toList();
  }

  private static List<String> foreign(Crowd crowd) {
    return crowd.reports().stream()
        .map(LoadReport::failures)
        .flatMap(List::stream)
        .filter(words -> words.contains("foreign"))
        .toList();
  }
}
