package io.berth.scheduler.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queues before the writer. Any thread adds, the writer alone takes; one lock guards
 * all.
 */
final class Lanes {
  private static final Lane[] TURNS = Lane.values();

  /** Less than a slow disk takes for one write, and no time at all to whoever started a task. */
  private static final Duration COMPANY = Duration.ofMillis(2);

  /** So many reports make a batch worth its write. */
  private static final int REPORTS_ENOUGH = 64;

  private final StoreLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingWaits = lock.newCondition();
  private final Condition roomAgain = lock.newCondition();
  private final Map<Lane, Queue<Call<?>>> queues = new EnumMap<>(Lane.class);
  private int turn;
  private @Nullable StoreClosedException closed;

  Lanes(StoreLimits limits) {
    this.limits = limits;
    for (Lane lane : TURNS) {
      queues.put(lane, new ArrayDeque<>());
    }
  }

  /** Queues the call. A full API lane refuses it, the others make the caller wait. */
  void add(Lane lane, Call<?> call) {
    lock.lock();
    try {
      Queue<Call<?>> queue = queue(lane);
      while (closed == null && queue.size() >= limits.waiting(lane)) {
        if (lane == Lane.API) {
          throw new LaneFullException();
        }
        roomAgain.awaitUninterruptibly();
      }
      if (closed != null) {
        throw closed;
      }
      queue.add(call);
      somethingWaits.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next call, lanes in turn; null when none waits. */
  @Nullable Call<?> poll() {
    lock.lock();
    try {
      return takeInTurn();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is queued; false when the lanes are closed and empty. */
  boolean awaitWork() {
    lock.lock();
    try {
      while (isEmpty()) {
        if (closed != null) {
          return false;
        }
        somethingWaits.awaitUninterruptibly();
      }
      awaitCompany();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nobody stands behind a report as somebody does behind a call, so reports alone wait a moment
   * for a batch that they can share: else a lone caller would wait for their write before his own.
   */
  private void awaitCompany() {
    long nanos = COMPANY.toNanos();
    try {
      while (nanos > 0 && closed == null && onlyReportsWait()) {
        nanos = somethingWaits.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean onlyReportsWait() {
    return queue(Lane.API).isEmpty()
        && queue(Lane.LOOPS).isEmpty()
        && queue(Lane.REPORTS).size() < REPORTS_ENOUGH;
  }

  /** Refuses what comes from now on; what is queued stays for the writer. */
  void close(StoreClosedException reason) {
    lock.lock();
    try {
      if (closed == null) {
        closed = reason;
      }
      somethingWaits.signalAll();
      roomAgain.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that still waits, for a writer that cannot go on. */
  List<Call<?>> drain() {
    lock.lock();
    try {
      List<Call<?>> rest = new ArrayList<>();
      for (Call<?> call = takeInTurn(); call != null; call = takeInTurn()) {
        rest.add(call);
      }
      return rest;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Call<?> takeInTurn() {
    for (int tried = 0; tried < TURNS.length; tried++) {
      Lane lane = TURNS[turn];
      turn = (turn + 1) % TURNS.length;
      Queue<Call<?>> queue = queue(lane);
      Call<?> call = queue.poll();
      if (call != null) {
        if (queue.size() == limits.waiting(lane) - 1) {
          roomAgain.signalAll();
        }
        return call;
      }
    }
    return null;
  }

  private boolean isEmpty() {
    return queues.values().stream().allMatch(Queue::isEmpty);
  }

  private Queue<Call<?>> queue(Lane lane) {
    Queue<Call<?>> queue = queues.get(lane);
    if (queue == null) {
      throw new IllegalStateException("no queue for lane " + lane);
    }
    return queue;
  }
}
