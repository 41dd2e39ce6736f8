package io.berth.tests.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long anything here may take before the test gives up and says what it saw. */
final class Deadline {
  static final Duration ANYTHING = Duration.ofSeconds(60);

  private Deadline() {}

  /** Waits for the end of a process, and says whether it came in time. */
  static boolean hasEnded(Process process) {
    return unlessInterrupted(() -> process.waitFor(ANYTHING.toSeconds(), TimeUnit.SECONDS));
  }

  /** Waits for the end of a thread, and says whether it came in time. */
  static boolean hasEnded(Thread thread) {
    return unlessInterrupted(() -> thread.join(ANYTHING));
  }

  /** Nobody interrupts a test but to end it. */
  static boolean unlessInterrupted(Wait wait) {
    try {
      return wait.endedInTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", e);
    }
  }

  /** Something that is waited for. */
  @FunctionalInterface
  interface Wait {
    boolean endedInTime() throws InterruptedException;
  }
}
