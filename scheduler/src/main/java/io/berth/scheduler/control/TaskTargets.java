package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Target.Origin;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The targets of tasks, from the moment a port is bound until others may have it. Every verb runs
 * within somebody else's transaction, changes nothing when it is repeated, and leaves the task's
 * row alone.
 *
 * <p>The order of going: {@link #beginDrain}, then {@link #drained} for each target, then the task
 * is stopped, {@link #forget} when it is over, and {@link #release} when its port is free again.
 */
public final class TaskTargets {
  private final RandomGenerator random;

  /** Chance is used on the store's writer alone. */
  public TaskTargets(RandomGenerator random) {
    this.random = random;
  }

  /** A port of a container that shall be a target of a group. */
  public record Attachment(TargetGroupId group, String container, int containerPort) {}

  /**
   * What came of a registration.
   *
   * @param registered targets that are new
   * @param refused why some are not there, for the task's service to say
   */
  public record Registered(List<Target> registered, List<Refusal> refused) {
    public Registered {
      registered = List.copyOf(registered);
      refused = List.copyOf(refused);
    }
  }

  /**
   * Registers what the host has bound by now. A port that has moved since is a new target, and the
   * former is gone at once: nothing listens there.
   */
  public Registered register(WriteTx tx, Task task, List<Attachment> attachments, Instant now) {
    List<Target> registered = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    if (task.status() == Task.Status.RUNNING && task.isWanted()) {
      for (Attachment attachment : attachments) {
        Optional<ContainerSight.PortBinding> binding = binding(task, attachment);
        if (binding.isPresent()) {
          switch (register(tx, task, attachment, binding.get(), now)) {
            case Outcome.Done<Optional<Target>>(var target) -> target.ifPresent(registered::add);
            case Outcome.Refused<Optional<Target>>(var refusal) -> refused.add(refusal);
          }
        }
      }
    }
    return new Registered(registered, refused);
  }

  /**
   * Takes a task out of its balancers: no new requests from now on.
   *
   * @return whether requests may still be in flight, so that the task must not be stopped yet
   */
  public boolean beginDrain(WriteTx tx, TaskId task, Instant now) {
    return keepRequestsAway(tx, task, now);
  }

  /** The same for whoever registers nothing. */
  static boolean keepRequestsAway(WriteTx tx, TaskId task, Instant now) {
    for (Target target : targets(tx, task)) {
      if (isSentTo(tx, target)) {
        TargetMoves.drain(tx, target, now);
      } else {
        TargetMoves.end(tx, target, now);
      }
    }
    return isAwaited(tx, task);
  }

  /** Whether a task must not be stopped yet, because requests may be on their way to it. */
  public static boolean isAwaited(ReadTx tx, TaskId task) {
    return targets(tx, task).stream().anyMatch(Target::isRouted);
  }

  /**
   * A target that drained has no request in flight any more, or their time is over.
   *
   * @param why for the task's history
   * @return the task that waits for nothing more now, if it is so
   */
  public static Optional<TaskId> drained(WriteTx tx, TargetId id, Instant now, String why) {
    Optional<Target> target = tx.find(Tables.TARGETS, id);
    if (target.isEmpty()
        || !(target.get().state() instanceof Target.State.Draining(var since, _))) {
      return Optional.empty();
    }
    TargetMoves.end(tx, target.get(), now);
    Optional<TaskId> task = target.get().task();
    task.ifPresent(whose -> history(whose, target.get(), since, now, why).write(tx));
    return task.filter(known -> !isAwaited(tx, known));
  }

  /** A task is over: nothing of it can be reached, whatever its targets were waiting for. */
  public static void forget(WriteTx tx, TaskId task, Instant now) {
    targets(tx, task).forEach(target -> TargetMoves.end(tx, target, now));
  }

  /** No proxy can send to the port of a target that is gone: others may have it. */
  public static void release(WriteTx tx, TargetId id) {
    boolean gone =
        tx.find(Tables.TARGETS, id)
            .filter(target -> target.state() instanceof Target.State.Gone)
            .isPresent();
    if (gone) {
      tx.remove(Tables.TARGETS, id);
    }
  }

  /** The targets of a task, those that are gone among them. */
  public static List<Target> targets(ReadTx tx, TaskId task) {
    List<Target> targets = new ArrayList<>();
    tx.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_TASK, task).forEach(targets::add);
    return targets;
  }

  private Outcome<Optional<Target>> register(
      WriteTx tx,
      Task task,
      Attachment attachment,
      ContainerSight.PortBinding binding,
      Instant now) {
    Optional<TargetGroup> group = tx.find(Tables.TARGET_GROUPS, attachment.group());
    if (group.isEmpty()) {
      return TargetGroupCommands.notFound();
    }
    Target target = target(task, attachment, group.get(), binding, now);
    for (Target known : targets(tx, task.id())) {
      if (known.group().equals(target.group()) && known.origin().equals(target.origin())) {
        if (known.address().equals(target.address())) {
          return Outcome.done(Optional.empty());
        }
        TargetMoves.end(tx, known, now);
      }
    }
    if (TargetCommands.targets(tx, attachment.group()).size() >= TargetCommands.MOST) {
      return TargetCommands.tooMany();
    }
    tx.insert(Tables.TARGETS, target);
    return Outcome.done(Optional.of(target));
  }

  private Target target(
      Task task,
      Attachment attachment,
      TargetGroup group,
      ContainerSight.PortBinding binding,
      Instant now) {
    String shownAs =
        switch (group.traffic().kind()) {
          case INSTANCE -> task.host().text();
          case IP -> binding.address();
        };
    return new Target(
        new TargetId(random.nextLong(), random.nextLong()),
        group.id(),
        new Origin.OfTask(
            task.id(), task.host(), attachment.container(), attachment.containerPort()),
        shownAs,
        new Target.Address(binding.address(), binding.hostPort().number()),
        new Target.State.Active(),
        TargetHealth.unjudged(now),
        now);
  }

  /** Where a host has bound a port; empty as long as it has not told. */
  static Optional<ContainerSight.PortBinding> binding(Task task, BalancedPort port) {
    return binding(task, attachment(port));
  }

  static Attachment attachment(BalancedPort port) {
    return new Attachment(port.group(), port.container(), port.containerPort());
  }

  private static Optional<ContainerSight.PortBinding> binding(Task task, Attachment attachment) {
    return task.sighting().containers().stream()
        .filter(container -> container.name().equals(attachment.container()))
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.containerPort() == attachment.containerPort())
        .filter(port -> port.hostPort().protocol() == HostPort.Protocol.TCP)
        .filter(port -> !port.address().isEmpty())
        .findFirst();
  }

  /** A group that no balancer uses is in no table. */
  private static boolean isSentTo(ReadTx tx, Target target) {
    return tx.find(Tables.TARGET_GROUPS, target.group()).flatMap(TargetGroup::balancer).isPresent();
  }

  private static Line history(TaskId task, Target target, Instant since, Instant now, String why) {
    return new Line(
        Subject.of(task),
        now,
        new Happening.TargetLeft(target.group().toString(), Duration.between(since, now), why));
  }
}
