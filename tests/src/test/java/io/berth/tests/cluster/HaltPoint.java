package io.berth.tests.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The write at which a process dies, as if by SIGKILL, and whether that is before it, in the middle
 * of it or after it. Counts the writes of one run.
 */
final class HaltPoint {
  /** What a process that died at its point ends with, to tell it from any other end. */
  static final int STATUS = 99;

  private final int number;
  private final How how;
  private final AtomicInteger writes = new AtomicInteger();

  /** Where the process is in its write when it dies. */
  enum How {
    BEFORE,
    TORN,
    AFTER
  }

  private HaltPoint(int number, How how) {
    this.number = number;
    this.how = how;
  }

  /** As words of a command, which {@link #read} understands. */
  static String[] words(int number, How how) {
    return new String[] {Integer.toString(number), how.name()};
  }

  static HaltPoint read(String[] words) {
    return new HaltPoint(Integer.parseInt(words[0]), How.valueOf(words[1]));
  }

  /** What a write may do, which can fail in its own way. */
  @FunctionalInterface
  interface Write<X extends Exception> {
    void perform() throws X;
  }

  /** Performs a write, or dies; the half is what of it is there when the process dies in it. */
  <X extends Exception> void pass(Write<X> whole, Write<X> half) throws X {
    boolean isLast = writes.incrementAndGet() == number;
    if (!isLast) {
      whole.perform();
      return;
    }
    switch (how) {
      case BEFORE -> {}
      case TORN -> half.perform();
      case AFTER -> whole.perform();
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
