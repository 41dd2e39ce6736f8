package io.berth.scheduler.aws;

import java.util.concurrent.atomic.AtomicLong;

/** The memory for all bodies together, so that many small connections do not add up to much. */
final class BodyBudget {
  private final AtomicLong left;

  BodyBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  boolean tryTake(int bytes) {
    long before = left.getAndUpdate(now -> now < bytes ? now : now - bytes);
    return before >= bytes;
  }

  void giveBack(int bytes) {
    left.addAndGet(bytes);
  }

  long left() {
    return left.get();
  }
}
