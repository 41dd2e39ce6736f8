package io.berth.tests.sim;

import io.berth.agent.task.TaskRunner;
import io.berth.agent.task.TaskRunners;
import io.berth.agent.task.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drives the runners of one life of an agent on virtual time, as its threads do. */
final class TaskTurns implements Wakes {
  private static final int LONG_CALL = 40;

  private final Life life;
  private final Surroundings world;
  private final InstantSource clock;
  private final Set<TaskRunner> rung = new HashSet<>();
  private @Nullable TaskRunners runners;

  TaskTurns(Life life, Surroundings world, InstantSource clock) {
    this.life = life;
    this.world = world;
    this.clock = clock;
  }

  void start(TaskRunners all) {
    runners = all;
    all.runners().forEach(this::wake);
  }

  @Override
  public void wake(TaskRunner runner) {
    if (runners != null && rung.add(runner)) {
      life.after(world.micros(20, 500), () -> drive(runner));
    }
  }

  private void drive(TaskRunner runner) {
    rung.remove(runner);
    while (true) {
      switch (runner.begin(clock.instant())) {
        case TaskRunner.Call(TaskRunner.Errand errand) -> call(runner, errand);
        case TaskRunner.Idle(Optional<Instant> until) -> {
          until.ifPresent(time -> wakeAt(runner, time));
          return;
        }
        case TaskRunner.Finished _ -> {
          Optional.ofNullable(runners).orElseThrow().remove(runner);
          return;
        }
      }
    }
  }

  private void wakeAt(TaskRunner runner, Instant time) {
    Duration wait = Duration.between(clock.instant(), time);
    life.after(wait.isNegative() ? Duration.ZERO : wait, () -> wake(runner));
  }

  /** The engine does it some time after it was asked, and is heard some time after that. */
  private void call(TaskRunner runner, TaskRunner.Errand errand) {
    life.after(
        duration(),
        () -> {
          TaskRunner.End end = runner.perform(errand);
          life.after(world.millis(0, 60), () -> runner.end(errand, end, clock.instant()));
        });
  }

  private Duration duration() {
    return world.random().nextInt(LONG_CALL) == 0 ? world.seconds(1, 12) : world.millis(1, 250);
  }
}
