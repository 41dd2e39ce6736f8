package io.berth.proxy.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many clients are connected, on all loops. Any thread may call; asked when a connection comes
 * or goes, never for a request.
 */
final class ClientCount {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  ClientCount(int most) {
    this.most = most;
  }

  boolean enter() {
    lock.lock();
    try {
      if (count >= most) {
        return false;
      }
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when nobody is left or the time is over. */
  void awaitNone(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
