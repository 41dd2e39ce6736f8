package io.berth.scheduler.aws;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts requests from their last byte in to the last byte of the response out, so that closing can
 * wait for them. Any thread may call.
 */
final class Exchanges {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int active;
  private boolean closing;

  void begin() {
    add(1);
  }

  void end() {
    add(-1);
  }

  /** From now on each response is the last one of its connection. */
  void closing() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is active, and says whether that came true in time. */
  boolean awaitNone(Duration longest) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(longest);
    lock.lock();
    try {
      while (active > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return active == 0;
    } finally {
      lock.unlock();
    }
  }

  private void add(int difference) {
    lock.lock();
    try {
      active += difference;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
