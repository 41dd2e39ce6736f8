package io.berth.tests.e2e;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a writer process has said so far. The threads that read its output add, the test's thread
 * waits and asks; one lock guards all.
 */
final class Transcript {
  private static final int NEWEST_LINES = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Map<Caller, Integer> acknowledged = new TreeMap<>();
  private final Deque<String> newest = new ArrayDeque<>();
  private final List<String> complaints = new ArrayList<>();
  private int acknowledgements;
  private boolean done;
  private boolean ended;

  /** A line of standard output. */
  void said(String line) {
    change(() -> {
      newest.addLast(line);
      if (newest.size() > NEWEST_LINES) {
        newest.removeFirst();
      }
      if (line.equals(WriterMain.DONE)) {
        done = true;
      } else {
        acknowledge(line.split(" ", -1));
      }
    });
  }

  /** A line of standard error. */
  void complained(String line) {
    change(() -> complaints.add(line));
  }

  void ended() {
    change(() -> ended = true);
  }

  /** Whether so many transactions were acknowledged before the time or the output ended. */
  boolean awaitAcknowledgements(int count) {
    return Deadline.unlessInterrupted(() -> await(() -> acknowledgements >= count));
  }

  /** Whether the writer did all it was to do before the time or the output ended. */
  boolean awaitDone() {
    return Deadline.unlessInterrupted(() -> await(() -> done));
  }

  Map<Caller, Integer> acknowledged() {
    lock.lock();
    try {
      return Map.copyOf(acknowledged);
    } finally {
      lock.unlock();
    }
  }

  List<String> complaints() {
    lock.lock();
    try {
      return List.copyOf(complaints);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return acknowledgements
          + " acknowledgements, newest output:\n  "
          + String.join("\n  ", newest)
          + "\nstandard error:\n  "
          + String.join("\n  ", complaints);
    } finally {
      lock.unlock();
    }
  }

  private void acknowledge(String[] words) {
    if (words.length != 3 || !words[0].equals(WriterMain.ACKNOWLEDGED)) {
      throw new IllegalStateException("the writer said " + String.join(" ", words));
    }
    acknowledged.put(new Caller(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
    acknowledgements++;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(BooleanSupplier wanted) throws InterruptedException {
    long left = Deadline.ANYTHING.toNanos();
    lock.lock();
    try {
      while (!wanted.getAsBoolean() && !done && !ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return wanted.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
