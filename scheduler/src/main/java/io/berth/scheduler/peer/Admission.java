package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many peers of a kind are let in at once: after a start of the scheduler all of them come, and
 * what each needs at its beginning is far more than what it needs later. Others wait in the order
 * in which they came, and are told to come again when it takes too long. Any thread may call.
 */
final class Admission {
  /** Enough to keep every core and the disk at work, few enough to leave room for users' calls. */
  static final int AT_ONCE = 64;

  /** Shorter than peers wait for an answer to their hello. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Whoever is slow itself must not keep others out. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** What the next in line may take at worst, so that those who are sent away come one by one. */
  private static final Duration PER_PEER = Duration.ofMillis(5);

  private static final Duration LEAST_RETRY = Duration.ofSeconds(2);
  private static final Duration MOST_RETRY = Duration.ofSeconds(30);

  private final Semaphore places;
  private final Duration patience;

  Admission() {
    this(AT_ONCE, PATIENCE);
  }

  Admission(int atOnce, Duration patience) {
    this.places = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /** Waits for a place; false when there is none in time. */
  boolean enter() throws InterruptedException {
    return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives a place back. */
  void leave() {
    places.release();
  }

  /** What somebody hears for whom there was no place. */
  Refusal full() {
    Duration line = PER_PEER.multipliedBy(places.getQueueLength());
    Duration retry = line.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : line;
    return RefusalWire.busy(
        "too many peers come at once; come again",
        retry.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : retry);
  }
}
