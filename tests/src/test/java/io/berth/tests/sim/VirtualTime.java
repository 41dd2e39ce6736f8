package io.berth.tests.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The only clock of a run and everything that is still to happen, in one order for ever. */
final class VirtualTime {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T12:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private Duration now = Duration.ZERO;
  private Duration jumped = Duration.ZERO;
  private long made;

  /** What is due at one time happens in the order in which it was asked for. */
  private record Event(Duration at, long number, Runnable work) {}

  /** Since the beginning of the run. */
  Duration now() {
    return now;
  }

  Instant instant() {
    return BEGINNING.plus(now);
  }

  /** What the clock on the scheduler's wall shows. */
  Instant schedulersInstant() {
    return instant().plus(jumped);
  }

  /** That clock shows another time from now on. */
  void jumpSchedulers(Duration far) {
    jumped = jumped.plus(far);
  }

  void after(Duration wait, Runnable work) {
    at(now.plus(wait), work);
  }

  /** At that time, or now when it has passed. */
  void at(Duration time, Runnable work) {
    Duration due = time.compareTo(now) < 0 ? now : time;
    events.add(new Event(due, made++, work));
  }

  /** Lets the next thing happen, unless it lies behind the end; whether it did. */
  boolean step(Duration end) {
    Event next = events.peek();
    if (next == null || next.at().compareTo(end) > 0) {
      now = end;
      return false;
    }
    events.remove();
    now = next.at();
    next.work().run();
    return true;
  }
}
