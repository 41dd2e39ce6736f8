package io.berth.scheduler.foresight;

import static io.berth.scheduler.foresight.ForesightWorld.CLUSTER;
import static io.berth.scheduler.foresight.ForesightWorld.done;
import static io.berth.scheduler.foresight.ForesightWorld.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.foresight.HostLosses.Loss;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the check of all losses tells of each host what the loss of it alone leads to, and gives up
 * when its time is over. Method: on random clusters the same question one host at a time; on
 * clusters of equal tasks, where counting places is enough, the count.
 */
class HostLossesTest {

  static LongStream seeds() {
    return Seeds.first(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachVerdictIsThatOfTheHostAlone(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomCluster cluster = new RandomCluster(random);
    cluster.live(random.nextInt(25));
    ForesightWorld world = cluster.world;
    Snapshot state = world.store.snapshot();
    List<Object> rows = ForesightWorld.rows(state);

    HostLosses losses = world.foresight().losses(CLUSTER);

    assertEquals(rows, ForesightWorld.rows(world.store.snapshot()));
    assertEquals(List.of(), losses.unchecked());
    assertEquals(cluster.hosts.size(), losses.checked().size());
    for (Loss loss : losses.checked()) {
      Aftermath alone = done(world.foresight().whatIf(RandomCluster.loss(loss.host())));
      List<Lack> lacks =
          alone.foreseen().lacks().stream().filter(lack -> lack.count() > lack.before()).toList();
      assertEquals(lacks, loss.lacks(), () -> "loss of " + loss.host());
      assertEquals(alone.notReplaced(), loss.notReplaced());
    }
  }

  @Test
  void someOfTheRandomLossesAreAbsorbedAndSomeAreNot() {
    Map<Boolean, Integer> verdicts = new HashMap<>();
    seeds()
        .forEach(seed -> {
          RandomGenerator random = Seeds.random(seed);
          RandomCluster cluster = new RandomCluster(random);
          cluster.live(random.nextInt(25));
          for (Loss loss : cluster.world.foresight().losses(CLUSTER).checked()) {
            if (loss.serviceTasks() > 0) {
              verdicts.merge(loss.isAbsorbed(), 1, Integer::sum);
            }
          }
        });
    assertTrue(verdicts.getOrDefault(true, 0) > 50, () -> "" + verdicts);
    assertTrue(verdicts.getOrDefault(false, 0) > 50, () -> "" + verdicts);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofEqualTasksAsManyAreLeftAsThereAreNoPlacesFor(long seed) {
    RandomGenerator random = Seeds.random(seed);
    ForesightWorld world = new ForesightWorld();
    int hosts = 1 + random.nextInt(5);
    for (int number = 1; number <= hosts; number++) {
      world.join(number, new Resources(random.nextInt(1_000), 10_000, 0, 0), Map.of());
    }
    int services = 1 + random.nextInt(3);
    for (int number = 0; number < services; number++) {
      world.create("s" + number, random.nextInt(9), plan(100, 1), new Rolling(100, 200));
    }
    var _ = world.tasks.run(ForesightWorld.some(1 + random.nextInt(3), plan(100, 1), List.of()));
    world.settle();
    if (random.nextInt(3) == 0) {
      world.hosts.silent(new HostId(0, 1), 1);
    }
    Snapshot state = world.store.snapshot();

    for (Loss loss : world.foresight().losses(CLUSTER).checked()) {
      int lost = 0;
      int alone = 0;
      int places = 0;
      for (Host host : state.rows(Tables.HOSTS)) {
        List<Task> there = on(state, host.id());
        if (host.id().equals(loss.host())) {
          lost += (int) there.stream().filter(HostLossesTest::isOfService).count();
          alone = there.size() - lost;
        } else if (host.isReachable()) {
          long free = host.facts().registered().cpuUnits() - 100L * there.size();
          places += (int) (free / 100);
        }
      }
      int without = Math.max(0, lost - places);
      assertEquals(
          without,
          loss.lacks().stream().mapToInt(lack -> lack.count() - lack.before()).sum(),
          () -> "" + loss);
      assertEquals(without == 0, loss.isAbsorbed());
      assertEquals(lost, loss.serviceTasks());
      assertEquals(alone, loss.notReplaced());
    }
  }

  private static List<Task> on(Snapshot state, HostId host) {
    List<Task> there = new ArrayList<>();
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host)) {
      if (!task.isOver()) {
        there.add(task);
      }
    }
    return there;
  }

  private static boolean isOfService(Task task) {
    return task.order().membership().isPresent();
  }

  // ------------------------------------------------------------------------------ bounds

  @Test
  void hostsForWhichThereIsNoTimeAreNamedTheEmptiestLast() {
    ForesightWorld world = new ForesightWorld();
    for (int number = 1; number <= 5; number++) {
      world.join(number, new Resources(100L * number, 1_000, 0, 0), Map.of());
    }
    world.create("web", 15, plan(100, 1), new Rolling(100, 200));
    world.settle();
    AtomicLong asked = new AtomicLong();
    Budget budget = Budget.of(Duration.ofNanos(8), asked::incrementAndGet);

    HostLosses losses = world.foresight(world.store.snapshot(), budget).losses(CLUSTER);

    assertTrue(losses.checked().size() >= 1, () -> "" + losses);
    assertTrue(losses.unchecked().size() >= 1, () -> "" + losses);
    List<HostId> all = new ArrayList<>(losses.checked().stream().map(Loss::host).toList());
    all.addAll(losses.unchecked());
    assertEquals(
        List.of(5L, 4L, 3L, 2L, 1L), all.stream().map(HostId::low).toList(), "the fullest first");
  }

  @Test
  void aClusterWithoutHostsLosesNone() {
    HostLosses losses = new ForesightWorld().foresight().losses(CLUSTER);

    assertEquals(new HostLosses(List.of(), List.of()), losses);
  }

  @Test
  void theLossOfTheOnlyHostLeavesNone() {
    ForesightWorld world = new ForesightWorld();
    HostId only = world.join(1, new Resources(1_000, 1_000, 0, 0), Map.of()).id();
    ServiceId web = world.create("web", 3, plan(100, 1), new Rolling(100, 200));
    world.settle();

    assertEquals(
        List.of(
            new Loss(
                only, 3, 0, List.of(new Lack(Optional.of(web), 3, 0, new Lack.Why.NoHosts())))),
        world.foresight().losses(CLUSTER).checked());
  }

  @Test
  void whoeverTriesLaterIsLeftWithoutForSoLong() {
    ForesightWorld world = new ForesightWorld();
    world.join(1, new Resources(1_000, 1_000, 0, 0), Map.of());
    world.join(2, new Resources(1_000, 1_000, 0, 0), Map.of());
    ServiceId web = world.create("web", 2, plan(100, 1), new Rolling(100, 200));
    world.turns();
    List<Task> tasks = world.all();
    world.tell(tasks.get(0), Phase.RUNNING);
    world.tell(tasks.get(1), Phase.STOPPED);

    Loss loss =
        world.foresight().losses(CLUSTER).checked().stream()
            .filter(one -> one.host().equals(tasks.get(0).host()))
            .findFirst()
            .orElseThrow();

    Lack lack = loss.lacks().getFirst();
    assertEquals(Optional.of(web), lack.service());
    assertEquals(2, lack.count());
    assertEquals(1, lack.before());
    assertInstanceOf(Lack.Why.TriesLater.class, lack.why());
  }
}
