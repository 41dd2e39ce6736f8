package io.berth.scheduler.foresight;

import static io.berth.scheduler.foresight.ForesightWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what is foreseen is what happens, and asking changes nothing. Method: random clusters with
 * services in the middle of whatever; first the question, then the real thing with the same chance,
 * whose effect is counted from the rows alone.
 */
class PlanEqualsDoTest {

  static LongStream seeds() {
    return Seeds.first(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void runTaskDoesWhatWasForeseen(long seed) {
    RandomCluster cluster = cluster(seed);
    ForesightWorld world = cluster.world;
    RunTask wanted = cluster.anyTasks();
    Snapshot before = world.store.snapshot();
    List<Object> rows = ForesightWorld.rows(before);

    Outcome<TasksForeseen> foreseen = world.foresight().run(wanted);

    assertUntouched(world, before, rows);
    switch (world.tasksByChance().run(wanted)) {
      case Outcome.Refused<RunTask.Answer>(var refusal) ->
          assertEquals(refusal, assertInstanceOf(Outcome.Refused.class, foreseen).refusal());
      case Outcome.Done<RunTask.Answer>(var answer) -> {
        TasksForeseen told = done(foreseen);
        assertEquals(
            ForesightWorld.moves(before, world.store.snapshot()),
            ForesightWorld.moves(told.foreseen()));
        assertEquals(answer.failures(), failures(told.foreseen()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void updateServiceDoesWhatWasForeseen(long seed) {
    RandomCluster cluster = cluster(seed);
    ForesightWorld world = cluster.world;
    Optional<ServiceId> service = cluster.anyService();
    if (service.isEmpty()) {
      return;
    }
    Question.Update wanted = cluster.anyUpdate(service.get());
    Snapshot before = world.store.snapshot();
    List<Object> rows = ForesightWorld.rows(before);

    UpdateForeseen foreseen = done(world.foresight().update(wanted));

    assertUntouched(world, before, rows);
    assertTrue(foreseen.foreseen().isWhole());
    world.beginChance();
    done(world.servicesByChance().update(wanted.service(), wanted.change()));
    world.turns();
    Snapshot after = world.store.snapshot();
    assertEquals(ForesightWorld.moves(before, after), ForesightWorld.moves(foreseen.foreseen()));
    int lacking = foreseen.foreseen().lacks().stream().mapToInt(Lack::count).sum();
    assertTrue(lacking >= Settling.missing(after, wanted.service()), () -> "" + foreseen);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLossLeadsToWhatWasForeseen(long seed) {
    RandomCluster cluster = cluster(seed);
    ForesightWorld world = cluster.world;
    if (cluster.isAnyLacking()) {
      // Others that wait for room look, too, and take of the chance.
      return;
    }
    HostId lost = cluster.anyHost();
    Snapshot before = world.store.snapshot();
    List<Object> rows = ForesightWorld.rows(before);

    Aftermath foreseen = done(world.foresight().whatIf(RandomCluster.loss(lost)));

    assertUntouched(world, before, rows);
    world.beginChance();
    world.lose(lost);
    world.turns();
    Snapshot after = world.store.snapshot();
    assertEquals(ForesightWorld.moves(before, after), ForesightWorld.moves(foreseen.foreseen()));
    for (ServiceId id : cluster.services) {
      int lacking =
          foreseen.foreseen().lacks().stream()
              .filter(lack -> lack.service().equals(Optional.of(id)))
              .mapToInt(Lack::count)
              .sum();
      assertEquals(Settling.missing(after, id), lacking, () -> id + " of " + foreseen);
    }
  }

  @Test
  void manyOfTheRandomClustersLoseTasksAndLackNone() {
    long telling =
        seeds()
            .mapToObj(PlanEqualsDoTest::cluster)
            .filter(cluster -> !cluster.isAnyLacking())
            .filter(cluster -> !cluster.world.all().isEmpty())
            .count();
    assertTrue(telling > 40, () -> "only " + telling);
  }

  @Test
  void theSameRefusalAsOfTheRealThing() {
    ForesightWorld world = new ForesightWorld();
    RunTask nowhere = ForesightWorld.some(1, ForesightWorld.plan(1, 1), List.of());
    assertEquals(world.tasksByChance().run(nowhere), untyped(world.foresight().run(nowhere)));

    Question.Update unknown =
        new Question.Update(
            new ServiceId(new ClusterName("default"), "nobody"), ForesightWorld.scaled(1));
    assertEquals(
        world.servicesByChance().update(unknown.service(), unknown.change()),
        untyped(world.foresight().update(unknown)));
  }

  private static Object untyped(Outcome<?> outcome) {
    return outcome;
  }

  private static RandomCluster cluster(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomCluster cluster = new RandomCluster(random);
    cluster.live(random.nextInt(25));
    return cluster;
  }

  private static void assertUntouched(ForesightWorld world, Snapshot before, List<Object> rows) {
    assertEquals(before.version(), world.store.snapshot().version());
    assertEquals(rows, ForesightWorld.rows(before));
    assertEquals(rows, ForesightWorld.rows(world.store.snapshot()));
  }

  private static List<RunTask.NotPlaced> failures(Foreseen foreseen) {
    List<RunTask.NotPlaced> failures = new ArrayList<>();
    for (Lack lack : foreseen.lacks()) {
      Lack.Why.NoPlace why = assertInstanceOf(Lack.Why.NoPlace.class, lack.why());
      for (int task = 0; task < lack.count(); task++) {
        failures.add(why.closest());
      }
    }
    return failures;
  }
}
