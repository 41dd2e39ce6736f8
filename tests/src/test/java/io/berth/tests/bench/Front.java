package io.berth.tests.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * What clients connect to in the proxy benchmark: one of several that all do the same work, or the
 * target itself.
 *
 * @param end ends what was started for it
 */
record Front(String name, int port, ProcessTree processes, Runnable end) implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** A child of this process; waits until requests are answered. */
  static Front of(String name, int port, ChildProcess child) throws InterruptedException {
    Front front = new Front(name, port, ProcessTree.of(child.pid()), child::close);
    boolean ready = false;
    try {
      front.awaitAnswers();
      ready = true;
      return front;
    } finally {
      if (!ready) {
        child.close();
      }
    }
  }

  /** A target with nothing before it: what the load and the targets can do. */
  static Front straight(int targetPort) {
    return new Front("none", targetPort, ProcessTree.none(), () -> {});
  }

  void awaitAnswers() throws InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!answers()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(name + " does not answer");
      }
      Pause.of(BETWEEN_LOOKS);
    }
  }

  private boolean answers() {
    try (var connection = new KeptConnection(port)) {
      connection.ask(FrontPlan.request());
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
