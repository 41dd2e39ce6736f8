package io.berth.scheduler.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one session. The threads of the wire, of the store's watcher and of other sessions
 * put in, none of them ever waits; the session's own thread takes out. Everything is bounded:
 * messages by what the stream was allowed to send, changes by merging.
 *
 * @param <M> what the peer sends
 * @param <C> what names something that has changed
 */
public final class Mailbox<M, C> {
  /** The stream asks for as many and for one more each time that one was taken. */
  public static final int MOST_MESSAGES = 8;

  /** Others have little to say; more than this is somebody who floods. */
  public static final int MOST_SIGNALS = 64;

  /** Beyond so many changes it costs less to look at everything. */
  public static final int MOST_CHANGES = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<M> messages = new ArrayDeque<>();
  private final List<Signal> signals = new ArrayList<>();
  private Set<C> changed = new HashSet<>();
  private boolean everythingChanged;
  private boolean nudged;
  private boolean changesWake;

  /**
   * What was waiting.
   *
   * @param changed what is no longer as it was
   * @param everythingChanged the same of everything that the peer is told of
   * @param message the eldest message of the peer; the next comes with the next delivery
   */
  public record Delivery<M, C>(
      List<Signal> signals, Set<C> changed, boolean everythingChanged, Optional<M> message) {}

  /** False when the agent sent more than it was allowed to. */
  public boolean put(M message) {
    lock.lock();
    try {
      if (messages.size() == MOST_MESSAGES) {
        return false;
      }
      messages.add(message);
      news.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** False when too much waits already, and the signal was dropped. */
  public boolean tell(Signal signal) {
    lock.lock();
    try {
      // What ends a session always gets in: there are few of these, and the last one decides.
      boolean droppable = signal instanceof Signal.ProbeWanted;
      if (droppable && signals.size() >= MOST_SIGNALS) {
        return false;
      }
      signals.add(signal);
      news.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  public void changed(Collection<C> rows) {
    lock.lock();
    try {
      if (changed.size() + rows.size() > MOST_CHANGES) {
        everythingChanged = true;
        changed.clear();
      } else {
        changed.addAll(rows);
      }
      signalChange();
    } finally {
      lock.unlock();
    }
  }

  public void everythingChanged() {
    lock.lock();
    try {
      everythingChanged = true;
      changed.clear();
      signalChange();
    } finally {
      lock.unlock();
    }
  }

  /** The stream can be written to again. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something, but no longer than this. Changes alone end the wait only if
   * they are awaited: else a busy peer's thread would wake for each of them and could say nothing.
   */
  public Delivery<M, C> take(long waitNanos, boolean awaitsChanges) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      changesWake = awaitsChanges;
      long left = waitNanos;
      while (isEmpty() && left > 0) {
        left = news.awaitNanos(left);
      }
      return drained();
    } finally {
      lock.unlock();
    }
  }

  /** What there is now. */
  public Delivery<M, C> poll() {
    lock.lock();
    try {
      return drained();
    } finally {
      lock.unlock();
    }
  }

  private void signalChange() {
    if (changesWake) {
      news.signal();
    }
  }

  private boolean isEmpty() {
    boolean unchanged = !changesWake || (changed.isEmpty() && !everythingChanged);
    return messages.isEmpty() && signals.isEmpty() && unchanged && !nudged;
  }

  private Delivery<M, C> drained() {
    Delivery<M, C> delivery =
        new Delivery<>(
            List.copyOf(signals), changed, everythingChanged, Optional.ofNullable(messages.poll()));
    signals.clear();
    changed = new HashSet<>();
    everythingChanged = false;
    nudged = false;
    return delivery;
  }
}
