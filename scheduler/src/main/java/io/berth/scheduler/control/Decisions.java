package io.berth.scheduler.control;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Choice;
import io.berth.scheduler.history.Happening.Closest;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Happening.Wanted;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down where tasks were placed and why: one line for a decision, however many tasks it made,
 * which is found by its service, and by the time with which the ids of its tasks begin.
 */
final class Decisions {
  private final WriteTx tx;
  private final RunTask request;
  private final Reason reason;
  private final Instant now;

  Decisions(WriteTx tx, RunTask request, Reason reason, Instant now) {
    this.tx = tx;
    this.request = request;
    this.reason = reason;
    this.now = now;
  }

  /** Some tasks were made, or none. */
  void found(List<Task> tasks, TaskPlaces.Found found) {
    List<TaskOn> placed = new ArrayList<>(tasks.size());
    tasks.forEach(task -> placed.add(new TaskOn(task.id(), task.host())));
    Optional<Closest> closest = found.failures().stream().findFirst().map(Decisions::closest);
    write(
        new Happening.Placed(
            reason, wanted(), found.choice(), placed, found.failures().size(), closest));
  }

  /** There was no host to ask. */
  void noHosts(int missing) {
    Choice none = new Choice(0, 0, Map.of());
    write(new Happening.Placed(reason, wanted(), none, List.of(), missing, Optional.empty()));
  }

  private void write(Happening.Placed placed) {
    Optional<Membership> membership = request.membership();
    if (membership.isPresent()) {
      new Line(Subject.of(membership.get().service()), now, placed).write(tx);
      if (!placed.tasks().isEmpty()) {
        Happening there = new Happening.PlacedFor(membership.get().service());
        new Line(Subject.decidedAt(now), now, there).write(tx);
      }
      return;
    }
    if (!placed.tasks().isEmpty()) {
      new Line(Subject.decidedAt(now), now, placed).write(tx);
    }
    if (placed.missing() > 0) {
      new Line(Subject.of(request.cluster()), now, placed).write(tx);
    }
  }

  private Wanted wanted() {
    List<String> preferences = List.of();
    List<Strategy> strategies = List.of();
    List<Constraint> constraints = new ArrayList<>();
    int hosts = 0;
    switch (request.where()) {
      case RunTask.Where.Placed placed -> {
        preferences = placed.preferences();
        strategies = placed.strategies();
        constraints.addAll(request.plan().constraints());
        constraints.addAll(placed.constraints());
      }
      case RunTask.Where.Named(var named) -> hosts = named.size();
    }
    return new Wanted(
        request.plan().definition(), request.group(), preferences, strategies, constraints, hosts);
  }

  private static Closest closest(NotPlaced failure) {
    return new Closest(failure.host(), failure.reason());
  }
}
