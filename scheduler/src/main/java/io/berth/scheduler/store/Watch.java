package io.berth.scheduler.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and every change after it. The writer offers and never waits: a watcher that lets too
 * many changes pile up is cut off. One thread reads; the lock stands between it and the writer.
 */
public final class Watch implements AutoCloseable {
  private final Snapshot start;
  private final Set<Table<?, ?>> tables;
  private final int mostPendingChanges;
  private final Consumer<Watch> forget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<Commit> pending = new ArrayDeque<>();
  private int pendingChanges;
  private WatchEvent.@Nullable Ended ended;

  Watch(Snapshot start, Set<Table<?, ?>> tables, int mostPendingChanges, Consumer<Watch> forget) {
    this.start = start;
    this.tables = Set.copyOf(tables);
    this.mostPendingChanges = mostPendingChanges;
    this.forget = forget;
  }

  /** The state before the first change that this watch tells. */
  public Snapshot start() {
    return start;
  }

  /** Waits for the next event. */
  public WatchEvent next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        WatchEvent event = take();
        if (event != null) {
          return event;
        }
        news.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next event, but not longer than this. */
  public Optional<WatchEvent> next(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      WatchEvent event = take();
      while (event == null && left > 0) {
        left = news.awaitNanos(left);
        event = take();
      }
      return Optional.ofNullable(event);
    } finally {
      lock.unlock();
    }
  }

  /** The next event if there is one now. */
  public Optional<WatchEvent> poll() {
    lock.lock();
    try {
      return Optional.ofNullable(take());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    forget.accept(this);
    end(WatchEvent.Reason.CLOSED);
  }

  /** Called by the writer, which must not be held up here. */
  void offer(Commit commit) {
    List<Change<?, ?>> wanted =
        commit.changes().stream().filter(change -> tables.contains(change.table())).toList();
    if (wanted.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (ended != null) {
        return;
      }
      if (pendingChanges + wanted.size() > mostPendingChanges) {
        end(WatchEvent.Reason.TOO_SLOW);
        return;
      }
      pendingChanges += wanted.size();
      pending.add(new Commit(commit.version(), wanted));
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable WatchEvent take() {
    Commit commit = pending.poll();
    if (commit == null) {
      return ended;
    }
    pendingChanges -= commit.changes().size();
    return new WatchEvent.Changed(commit);
  }

  void end(WatchEvent.Reason reason) {
    lock.lock();
    try {
      if (ended == null) {
        ended = new WatchEvent.Ended(reason);
        pending.clear();
        pendingChanges = 0;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
