package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.WEB;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forgotten, when, and what stays because something else needs it. */
class RetentionTest {
  private static final Plan PLAN = plan(shape(1, 1));

  private final ControlWorld world = new ControlWorld();

  @BeforeEach
  void aHost() {
    world.join(1, new Resources(10_000, 10_000, 100, 0));
  }

  @AfterEach
  void stateIsSound() {
    world.check();
  }

  @Test
  void planStaysAsLongAsATaskRunsByIt() {
    List<Task> tasks = done(world.tasks.run(some(2, PLAN))).tasks();
    world.tell(tasks.getFirst(), Phase.STOPPED, 1);
    forgetAfter(Retention.TASKS_KEPT);
    assertEquals(1, world.store.snapshot().count(Tables.TASKS));
    assertTrue(planIsThere());

    world.tell(tasks.getLast(), Phase.STOPPED, 1);
    forgetAfter(Retention.TASKS_KEPT);
    assertEquals(0, world.store.snapshot().count(Tables.TASKS));
    assertFalse(planIsThere());
  }

  @Test
  void deletedDefinitionGoesWithTheLastTaskOfIt() {
    List<Task> tasks = done(world.tasks.run(some(2, PLAN))).tasks();
    world.store.update(
        Lane.API,
        tx -> {
          var web = tx.find(Tables.DEFINITIONS, WEB).orElseThrow();
          tx.update(Tables.DEFINITIONS, web.deregistered(world.now()).deleted());
          return true;
        });
    world.tell(tasks.getFirst(), Phase.STOPPED, 1);
    forgetAfter(Retention.TASKS_KEPT);
    assertTrue(world.store.snapshot().find(Tables.DEFINITIONS, WEB).isPresent());

    world.tell(tasks.getLast(), Phase.STOPPED, 1);
    forgetAfter(Retention.TASKS_KEPT);
    assertTrue(world.store.snapshot().find(Tables.DEFINITIONS, WEB).isEmpty());
  }

  @Test
  void definitionThatNobodyDeletedStays() {
    Task task = done(world.tasks.run(some(1, PLAN))).tasks().getFirst();
    world.tell(task, Phase.STOPPED, 1);
    forgetAfter(Retention.TASKS_KEPT);

    assertTrue(world.store.snapshot().find(Tables.DEFINITIONS, WEB).isPresent());
  }

  @Test
  void tokenIsForgottenAfterADayAndMeansSomethingNewThen() {
    RunTask request = tokened();
    List<Task> first = done(world.tasks.run(request)).tasks();
    world.pass(Retention.TOKENS_KEPT);
    forget();
    assertEquals(first, done(world.tasks.run(request)).tasks());

    forgetAfter(Duration.ZERO);
    assertEquals(0, world.store.snapshot().count(Tables.CLIENT_TOKENS));
    assertFalse(done(world.tasks.run(request)).tasks().equals(first));
  }

  @Test
  void manyAreForgottenInTurnsOfABoundedSize() {
    world.join(2, new Resources(1_000_000, 1_000_000, 100_000, 0));
    for (int round = 0; round < 45; round++) {
      for (Task task : done(world.tasks.run(some(10, PLAN))).tasks()) {
        world.tell(task, Phase.STOPPED, 1);
      }
    }
    world.pass(Retention.TASKS_KEPT.plusNanos(1));

    assertEquals(200, world.retention.turn(world.now()));
    assertEquals(200, world.retention.turn(world.now()));
    assertEquals(50, world.retention.turn(world.now()));
    assertEquals(0, world.retention.turn(world.now()));
  }

  private void forgetAfter(Duration time) {
    world.pass(time.plusNanos(1));
    forget();
  }

  private void forget() {
    while (world.retention.turn(world.now()) > 0) {
      world.check();
    }
  }

  private boolean planIsThere() {
    return world.store.snapshot().find(Tables.PLANS, PLAN.hash()).isPresent();
  }

  private static RunTask tokened() {
    RunTask plain = some(1, PLAN);
    return new RunTask(
        plain.cluster(),
        plain.plan(),
        plain.where(),
        plain.group(),
        plain.startedBy(),
        Map.of(),
        Optional.of(new RunTask.Token("once", Fingerprint.of(new byte[] {1}))));
  }
}
