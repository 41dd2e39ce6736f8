package io.berth.scheduler.lifecycle;

import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * The only rules by which a task moves; forward, never back.
 *
 * <pre>
 * what moves                    who causes it
 * wish Run → Drain              a user or a loop, of a task that requests are sent to
 * wish Run → Stop               a user or a loop; the host, when it ends the task by itself
 * wish Drain → Stop             the loop, when no request is sent to it any more; the host, as above
 * any wish → Abandoned          who takes the host out of the cluster by force
 * phase of the sighting         the host alone, in the order of its reports
 * </pre>
 */
public final class TaskLife {
  private TaskLife() {}

  /** The host tells how the task is. */
  public static Move told(Task task, Sighting told, Instant now) {
    if (task.wish() instanceof Wish.Abandoned) {
      return new Move.Ignored("nobody looks after the task any more");
    }
    Sighting known = task.sighting();
    if (!told.order().isAfter(known.order())) {
      return new Move.Ignored("a later report is known");
    }
    if (known.phase() == Sighting.Phase.STOPPED && told.phase() != Sighting.Phase.STOPPED) {
      // A host without its journal knows tasks by what is left of their containers alone.
      return told.isAnythingRunning()
          ? new Move.Refused(
              "the task has ended, but its host tells that it is " + told.phase() + " again")
          : new Move.Ignored("the task has ended, and nothing of it runs");
    }
    if (told.phase().compareTo(known.phase()) < 0) {
      return new Move.Ignored("the task was further already: " + known.phase());
    }
    Sighting timed = timed(told, known, now);
    if (timed.isLike(known)) {
      // A host that comes back tells all of its tasks anew: mostly there is nothing to write down.
      return new Move.Ignored("the same is known");
    }
    Task seen = task.seen(timed);
    return new Move.Moved(endsItself(seen) ? seen.wanted(stopBy(seen, now)) : seen);
  }

  /** Somebody wants the task to end, and nobody sends it requests. The first cause stays. */
  public static Move stop(Task task, StopCause cause, Instant now) {
    return switch (task.wish()) {
      case Wish.Run() -> new Move.Moved(task.wanted(new Wish.Stop(cause, now)));
      case Wish.Drain(_, _), Wish.Stop(_, _), Wish.Abandoned(_, _) ->
          new Move.Ignored("it shall end already");
    };
  }

  /** Somebody wants the task to end, and requests are still sent to it. */
  public static Move drain(Task task, StopCause cause, Instant now) {
    return switch (task.wish()) {
      case Wish.Run() -> new Move.Moved(task.wanted(new Wish.Drain(cause, now)));
      case Wish.Drain(_, _), Wish.Stop(_, _), Wish.Abandoned(_, _) ->
          new Move.Ignored("it shall end already");
    };
  }

  /** Nobody sends it requests any more. It shall end since it began to drain. */
  public static Move drained(Task task) {
    return switch (task.wish()) {
      case Wish.Drain(var cause, var since) ->
          new Move.Moved(task.wanted(new Wish.Stop(cause, since)));
      case Wish.Run() -> new Move.Refused("it was never drained");
      case Wish.Stop(_, _), Wish.Abandoned(_, _) -> new Move.Ignored("it shall end already");
    };
  }

  /** Its host is gone for good. */
  public static Move abandon(Task task, StopCause cause, Instant now) {
    if (task.isOver()) {
      return new Move.Ignored("it is over");
    }
    StopCause first = task.stopCause().orElse(cause);
    return new Move.Moved(task.wanted(new Wish.Abandoned(first, now)));
  }

  /**
   * A task has ended when we hear of it, by our clock and once: what ended is kept for a while from
   * then on, and by the time of a host that was away it would be forgotten before anybody saw it.
   * When it ended over there is the time at which its execution stopped.
   */
  private static Sighting timed(Sighting told, Sighting known, Instant now) {
    if (told.phase() != Sighting.Phase.STOPPED) {
      return told;
    }
    Sighting.Times times = told.times();
    Instant stoppedAt =
        known.phase() == Sighting.Phase.STOPPED ? known.times().stoppedAt().orElse(now) : now;
    Sighting.Times ended =
        new Sighting.Times(
            times.pullStartedAt(),
            times.pullStoppedAt(),
            times.startedAt(),
            times.stoppingAt(),
            times.executionStoppedAt(),
            Optional.of(stoppedAt));
    return new Sighting(told.phase(), told.order(), told.containers(), told.end(), ended);
  }

  private static boolean endsItself(Task task) {
    boolean ending =
        task.sighting().end().isPresent()
            || task.sighting().phase().compareTo(Sighting.Phase.STOPPING) >= 0;
    return task.isKept() && ending;
  }

  private static Wish stopBy(Task task, Instant now) {
    if (task.wish() instanceof Wish.Drain(var cause, var since)) {
      return new Wish.Stop(cause, since);
    }
    Instant at = task.sighting().times().stoppingAt().orElse(now);
    return new Wish.Stop(StopWords.causeBy(task.sighting()), at);
  }
}
