package io.berth.scheduler.feed;

import io.berth.scheduler.peer.Moment;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Turns the agreements at each news and now and then, on one virtual thread. */
final class AgreementLoop implements Runnable {
  /** Leases and staleness end without news. */
  private static final Duration TURN = Duration.ofMillis(500);

  private final Agreements agreements;
  private final Supplier<Moment> clock;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean closing;

  AgreementLoop(Agreements agreements, Supplier<Moment> clock) {
    this.agreements = agreements;
    this.clock = clock;
  }

  /** Something was told; never waits. */
  void nudge() {
    news.release();
  }

  void close() {
    closing = true;
    nudge();
  }

  @Override
  public void run() {
    try {
      while (!closing) {
        boolean _ = news.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
        // Many words are one piece of news.
        news.drainPermits();
        if (!closing) {
          agreements.turn(clock.get());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
