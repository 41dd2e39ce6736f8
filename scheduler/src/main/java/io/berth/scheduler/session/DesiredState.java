package io.berth.scheduler.session;

import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredDifference;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskIntent;
import io.berth.proto.common.StateVersion;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.store.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one agent has been told, and what it must be told next. Outbound is a state, no queue:
 * changes only mark tasks, and what is sent is made from the newest snapshot when the stream takes
 * it. One version is on its way at a time, so that whatever changes meanwhile is merged into the
 * next one. Belongs to one session and its thread.
 */
final class DesiredState {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /**
   * From one difference to the next: a host that is given one task after the other hears of them in
   * few messages, and one that is given a task now and then hears of it at once.
   */
  static final Duration PACE = Duration.ofMillis(20);

  /** Far longer than a slow disk needs: whoever is silent for so long has lost the version. */
  private static final Duration ACK_WAIT = Duration.ofSeconds(60);

  private static final int MOST_DOUBLINGS = 6;

  private final long epoch;
  private final Map<TaskId, Told> known = new HashMap<>();
  private final Set<TaskId> marked = new LinkedHashSet<>();
  private final Set<PortRelease> held = new LinkedHashSet<>();
  private final Set<PortRelease> released = new LinkedHashSet<>();
  private final Set<PortRelease> bound = new HashSet<>();
  private Progress progress = new Progress.Unready();
  private @Nullable StateVersion agentHas;
  private boolean everythingMarked;
  private boolean isWhole = true;
  private int refusals;
  private long notBeforeNanos;

  /** How far the newest telling is. */
  private sealed interface Progress {

    /** The inventory is not read yet. */
    record Unready() implements Progress {}

    record Idle() implements Progress {}

    /** The last one is taken, and the next one waits for company. */
    record Resting(long untilNanos) implements Progress {}

    record Sending(FullSync sync, Sent sent) implements Progress {}

    record Awaiting(Sent sent, long deadlineNanos, long restedNanos) implements Progress {}
  }

  /** What was told last, with what to take up again when the agent does not take it. */
  private record Sent(StateVersion version, List<TaskId> gone, List<PortRelease> released) {}

  /** What an acknowledgement means for the session. */
  enum Effect {
    NONE,
    /** The agent has another version than it can have: only a new session helps. */
    BEGIN_AGAIN
  }

  DesiredState(long epoch) {
    this.epoch = epoch;
  }

  /** The agent knows this task, whoever told it. */
  void named(TaskId id, Told told) {
    known.putIfAbsent(id, told);
  }

  /** It has ended over there, and nobody knows it here: the agent need not keep it. */
  void ended(TaskId id) {
    known.put(id, Told.ENDED);
    marked.add(id);
  }

  /** The agent keeps this port from use. */
  void held(PortRelease port) {
    held.add(port);
  }

  /** The agent knows by itself that this port is this task's. */
  void bound(PortRelease port) {
    bound.add(port);
  }

  void changed(Collection<TaskId> tasks) {
    marked.addAll(tasks);
  }

  void everythingChanged() {
    everythingMarked = true;
  }

  /** The inventory is read: everything can be told. */
  void ready() {
    progress = new Progress.Idle();
  }

  /**
   * The same with an agent whose inventory says what it has promised: it is told what differs from
   * that, which is nothing for most hosts when a scheduler was away for a while.
   */
  void resume(Version version) {
    agentHas =
        StateVersion.newBuilder().setEpoch(version.epoch()).setNumber(version.number()).build();
    isWhole = false;
    everythingMarked = true;
    progress = new Progress.Idle();
  }

  /** Whether a change would be told at once, or only with what comes next anyway. */
  boolean awaitsChanges() {
    return progress instanceof Progress.Idle;
  }

  /** Ends a rest that is over. */
  void passed(Moment now) {
    if (progress instanceof Progress.Resting(long until) && now.isAtOrAfter(until)) {
      progress = new Progress.Idle();
    }
  }

  /** When there may be something to tell without any news. */
  OptionalLong wakeNanos() {
    return switch (progress) {
      case Progress.Idle() ->
          isWhole && refusals > 1 ? OptionalLong.of(notBeforeNanos) : OptionalLong.empty();
      case Progress.Resting(long until) -> OptionalLong.of(until);
      case Progress.Awaiting(_, long deadline, _) -> OptionalLong.of(deadline);
      case Progress.Unready(), Progress.Sending _ -> OptionalLong.empty();
    };
  }

  /** Whether an acknowledgement is due for so long that it will not come any more. */
  boolean isOverdue(Moment now) {
    return progress instanceof Progress.Awaiting(_, long deadline, _) && now.isAtOrAfter(deadline);
  }

  /** Whether all that there is to say is said; what came of it is another question. */
  boolean isTold(Moment now) {
    return switch (progress) {
      case Progress.Unready(), Progress.Sending _ -> false;
      case Progress.Idle() -> !isDue(now);
      case Progress.Resting _, Progress.Awaiting _ -> true;
    };
  }

  /** Whether a snapshot would be of use now. */
  boolean isDue(Moment now) {
    return switch (progress) {
      case Progress.Unready(), Progress.Resting _, Progress.Awaiting _ -> false;
      case Progress.Sending(_, _) -> true;
      case Progress.Idle() ->
          isWhole
              ? refusals <= 1 || now.isAtOrAfter(notBeforeNanos)
              : everythingMarked || !marked.isEmpty() || !released.isEmpty();
    };
  }

  /** The next message, if there is anything that the agent does not know yet. */
  Optional<SchedulerMessage> next(HostTasks tasks, Moment now) {
    return switch (progress) {
      case Progress.Unready(), Progress.Resting _, Progress.Awaiting _ -> Optional.empty();
      case Progress.Sending(var sync, var sent) -> Optional.of(continued(sync, sent, now));
      case Progress.Idle() -> {
        StateVersion base = agentHas;
        yield base == null || isWhole ? Optional.of(begun(tasks)) : difference(tasks, base, now);
      }
    };
  }

  Effect acknowledged(DesiredAck ack, Moment now) {
    Sent sent =
        switch (progress) {
          case Progress.Unready(), Progress.Idle(), Progress.Resting _ -> null;
          case Progress.Sending(_, var sending) -> sending;
          case Progress.Awaiting(var awaited, _, _) -> awaited;
        };
    // A word about anything else is late or doubled.
    if (sent == null || !sent.version().equals(ack.getVersion())) {
      return Effect.NONE;
    }
    if (!ack.hasRefusal()) {
      if (progress instanceof Progress.Awaiting(_, _, long rested)) {
        agentHas = sent.version();
        refusals = 0;
        progress = new Progress.Resting(rested);
      }
      return Effect.NONE;
    }
    if (ack.getRefusal().getCode() == DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD) {
      return Effect.BEGIN_AGAIN;
    }
    refused(sent, now);
    return Effect.NONE;
  }

  /** Nothing of it holds: everything is told anew, ever later when that does not help. */
  private void refused(Sent sent, Moment now) {
    // The agent still has them, whatever becomes of their rows meanwhile.
    sent.gone().forEach(id -> known.put(id, Told.STOP));
    released.addAll(sent.released());
    progress = new Progress.Idle();
    isWhole = true;
    notBeforeNanos = now.in(FIRST_WAIT.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS)));
    refusals++;
  }

  private SchedulerMessage continued(FullSync sync, Sent sent, Moment now) {
    SchedulerMessage message = sync.next();
    if (sync.isEnded()) {
      progress = new Progress.Awaiting(sent, now.in(ACK_WAIT), now.in(PACE));
      isWhole = false;
    }
    return message;
  }

  private SchedulerMessage begun(HostTasks tasks) {
    List<TaskId> living = tasks.living();
    List<TaskId> gone = known.keySet().stream().filter(id -> isGone(tasks, id)).toList();
    gone.forEach(id -> held.addAll(tasks.freed(id)));
    // An agent without its journal has forgotten them.
    List<HeldPort> holding = new ArrayList<>(tasks.holding());
    tasks.serving().stream()
        .filter(port -> !bound.contains(HostTasks.release(port)))
        .forEach(holding::add);
    holding.forEach(port -> held.add(HostTasks.release(port)));
    release(tasks);
    Sent sent = new Sent(version(tasks), gone, List.copyOf(released));
    FullSync sync =
        new FullSync(
            sent.version(), tasks, new FullSync.Content(living, gone, sent.released(), holding));
    gone.forEach(known::remove);
    living.forEach(id -> known.put(id, told(tasks.goal(id))));
    forgetMarks();
    progress = new Progress.Sending(sync, sent);
    return sync.next();
  }

  private Optional<SchedulerMessage> difference(HostTasks tasks, StateVersion base, Moment now) {
    if (everythingMarked) {
      marked.addAll(known.keySet());
      marked.addAll(tasks.living());
    }
    DesiredChange.Builder change = DesiredChange.newBuilder();
    Map<TaskId, Told> newlyTold = new HashMap<>();
    List<TaskId> gone = new ArrayList<>();
    int bytes = 0;
    for (TaskId id : marked) {
      bytes += add(id, tasks, change, newlyTold);
      if (isGone(tasks, id)) {
        gone.add(id);
        held.addAll(tasks.freed(id));
        change.addRemovedTaskIds(id.text());
      }
      if (bytes > FullSync.CHUNK_BYTES) {
        break;
      }
    }
    release(tasks);
    List<PortRelease> ports = List.copyOf(released);
    change.addAllReleasedPorts(ports);
    DesiredChange built = change.build();
    if (built.equals(DesiredChange.getDefaultInstance())) {
      forgetMarks();
      return Optional.empty();
    }
    // Marks may come later than their snapshot: then that version is told already, and only a full
    // sync may say more under the same one.
    boolean isToldAlready = tasks.number() <= base.getNumber();
    if (isToldAlready || built.getSerializedSize() > FullSync.CHUNK_BYTES) {
      return Optional.of(begun(tasks));
    }
    Sent sent = new Sent(version(tasks), gone, ports);
    known.putAll(newlyTold);
    gone.forEach(known::remove);
    forgetMarks();
    progress = new Progress.Awaiting(sent, now.in(ACK_WAIT), now.in(PACE));
    return Optional.of(
        SchedulerMessage.newBuilder()
            .setDifference(
                DesiredDifference.newBuilder()
                    .setBase(base)
                    .setVersion(sent.version())
                    .setChange(built))
            .build());
  }

  /** Adds what the agent does not know of a living task, and answers how much that is. */
  private int add(
      TaskId id, HostTasks tasks, DesiredChange.Builder change, Map<TaskId, Told> newlyTold) {
    HostTasks.Goal goal = tasks.goal(id);
    if (goal != HostTasks.Goal.RUN && goal != HostTasks.Goal.STOP) {
      return 0;
    }
    Told before = known.getOrDefault(id, Told.NAMED);
    Told wanted = told(goal);
    // Stop stays, so a running one after it would change nothing.
    if (before == wanted || before == Told.STOP || before == Told.ENDED) {
      return 0;
    }
    newlyTold.put(id, wanted);
    if (before == Told.NAMED) {
      var assignment = tasks.assignment(id);
      change.addAssignments(assignment);
      return assignment.getSerializedSize();
    }
    TaskIntent intent =
        TaskIntent.newBuilder()
            .setTaskId(id.text())
            .setDesired(AssignmentWire.desired(wanted == Told.RUN))
            .build();
    change.addIntents(intent);
    return intent.getSerializedSize();
  }

  /**
   * Whether the agent shall forget a task that it knows. One that it merely names and that is not
   * known here stays as it is: silence stops nothing.
   */
  private boolean isGone(HostTasks tasks, TaskId id) {
    Told told = known.get(id);
    if (told == null) {
      return false;
    }
    return switch (tasks.goal(id)) {
      case OVER -> true;
      case ABSENT -> told != Told.NAMED;
      case RUN, STOP, FOREIGN, UNFIT -> false;
    };
  }

  private static Told told(HostTasks.Goal goal) {
    return goal == HostTasks.Goal.RUN ? Told.RUN : Told.STOP;
  }

  /** Ports that were targets stay held until every proxy has forgotten them. */
  private void release(HostTasks tasks) {
    held.removeIf(port -> {
      boolean free = tasks.isForgotten(port);
      if (free) {
        released.add(port);
      }
      return free;
    });
  }

  private StateVersion version(HostTasks tasks) {
    return StateVersion.newBuilder().setEpoch(epoch).setNumber(tasks.number()).build();
  }

  private void forgetMarks() {
    marked.clear();
    everythingMarked = false;
    released.clear();
  }
}
