package io.berth.tests.sim;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Wakes one loop of one life at the earliest of the times that were asked for. */
final class Bell {
  private final VirtualTime time;
  private final Life life;
  private final Runnable work;
  private @Nullable Duration next;

  Bell(VirtualTime time, Life life, Runnable work) {
    this.time = time;
    this.life = life;
    this.work = work;
  }

  void ringAfter(Duration wait) {
    ringAt(time.now().plus(wait));
  }

  void ringAt(Duration at) {
    if (next != null && next.compareTo(at) <= 0) {
      return;
    }
    next = at;
    time.at(at, () -> life.run(() -> rung(at)));
  }

  private void rung(Duration at) {
    // An earlier one has done it.
    if (at.equals(next)) {
      next = null;
      work.run();
    }
  }
}
