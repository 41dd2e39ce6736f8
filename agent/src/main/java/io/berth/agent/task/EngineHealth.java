package io.berth.agent.task;

import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.EngineStatus.Availability;
import java.time.Duration;
import java.time.Instant;

/**
 * What can be expected of the engine, from how calls have ended; tells the reporter when that
 * changes. May be called from any thread.
 */
final class EngineHealth {
  /** So long after a call that was ended by its watchdog the engine counts as slow. */
  private static final Duration SLOW_FOR = Duration.ofSeconds(60);

  private final Reporter reporter;
  private EngineStatus status;
  private Instant slowUntil = Instant.MIN;
  private boolean doubted;

  EngineHealth(Reporter reporter, Instant now) {
    this.reporter = reporter;
    this.status =
        new EngineStatus(Availability.UNAVAILABLE, now, "The engine has not answered yet");
  }

  synchronized EngineStatus status() {
    return status;
  }

  /** Whether steps may be tried. */
  synchronized boolean isUsable() {
    return status.availability() != Availability.UNAVAILABLE;
  }

  /** Whether somebody should ask the engine at once if it is still there. */
  synchronized boolean isDoubted() {
    return doubted;
  }

  /** A call has ended so; one refused by the engine says that it is there. */
  void callFailed(Kind kind, Instant now) {
    switch (kind) {
      case TIMED_OUT -> timedOut(now);
      case UNAVAILABLE -> doubt();
      case INTERRUPTED,
          CLOSED,
          NO_CONTAINER,
          IMAGE_MISSING,
          PULL,
          PULL_DENIED,
          NAME_TAKEN,
          CREATE,
          PORT_TAKEN,
          START,
          STOP,
          REMOVE,
          VOLUME,
          FOREIGN,
          FAULT -> {}
    }
  }

  private synchronized void doubt() {
    doubted = true;
  }

  private void timedOut(Instant now) {
    synchronized (this) {
      slowUntil = now.plus(SLOW_FOR);
      doubted = true;
    }
    if (isUsable()) {
      become(Availability.SLOW, now, "A call to the engine was ended by its watchdog");
    }
  }

  /** The engine has answered. */
  void answers(Instant now) {
    boolean slow;
    synchronized (this) {
      doubted = false;
      slow = now.isBefore(slowUntil);
    }
    if (slow) {
      become(Availability.SLOW, now, "A call to the engine was ended by its watchdog");
    } else {
      become(Availability.AVAILABLE, now, "");
    }
  }

  /** The engine does not answer. */
  void isAway(Instant now, String sentence) {
    become(Availability.UNAVAILABLE, now, sentence);
  }

  private void become(Availability availability, Instant now, String sentence) {
    EngineStatus changed = new EngineStatus(availability, now, sentence);
    synchronized (this) {
      if (status.availability() == availability) {
        return;
      }
      status = changed;
    }
    reporter.report(changed);
  }
}
