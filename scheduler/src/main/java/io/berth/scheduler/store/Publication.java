package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest durable snapshot and those who watch it change. The writer publishes, any thread reads
 * and begins watches; the lock makes a watch begin between two publications, so that it neither
 * misses a change nor sees one twice.
 */
final class Publication {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Watch> watches = new ArrayList<>();
  private volatile Snapshot newest = new TableSet();
  private boolean closed;

  Snapshot snapshot() {
    return newest;
  }

  void begin(Snapshot loaded) {
    newest = loaded;
  }

  void publish(Snapshot snapshot, Commit commit) {
    lock.lock();
    try {
      newest = snapshot;
      for (Watch watch : watches) {
        watch.offer(commit);
      }
    } finally {
      lock.unlock();
    }
  }

  Watch watch(Set<Table<?, ?>> tables, int mostPendingChanges) {
    lock.lock();
    try {
      Watch watch = new Watch(newest, tables, mostPendingChanges, this::forget);
      if (closed) {
        watch.end(WatchEvent.Reason.CLOSED);
      } else {
        watches.add(watch);
      }
      return watch;
    } finally {
      lock.unlock();
    }
  }

  /** Ends every watch, and each that begins later: nothing more will be published. */
  void close() {
    List<Watch> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(watches);
    } finally {
      lock.unlock();
    }
    left.forEach(Watch::close);
  }

  private void forget(Watch watch) {
    lock.lock();
    try {
      watches.remove(watch);
    } finally {
      lock.unlock();
    }
  }
}
