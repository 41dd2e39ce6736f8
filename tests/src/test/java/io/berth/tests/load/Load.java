package io.berth.tests.load;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Users who ask one thing after the other until they are told to stop. An answer counts when it is
 * complete and in time, is the one to what was asked, and comes from whom it may come.
 */
public final class Load implements AutoCloseable {
  private static final int OK = 200;

  /** A user comes again soon, but does not hammer at a door that is shut. */
  private static final long MILLIS_AFTER_FAILURE = 20;

  private final LoadPlan plan;
  private final Predicate<String> belongs;
  private final Tally tally = new Tally();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  private Load(LoadPlan plan, Predicate<String> belongs) {
    this.plan = plan;
    this.belongs = belongs;
  }

  /** Begins at once; {@code belongs} says of a sender whether it may answer at all. */
  public static Load start(LoadPlan plan, Predicate<String> belongs) {
    var load = new Load(plan, belongs);
    plan.users()
        .forEach((kind, count) -> {
          for (int user = 0; user < count; user++) {
            // Not all at once, or all of a kind would ask in step for ever after.
            long offset = kind.millis() * user / count;
            Future<?> _ = load.threads.submit(() -> load.be(kind, offset));
          }
        });
    return load;
  }

  /** How many requests of a kind wait for their answer just now. */
  public int open(Traffic kind) {
    return tally.open(kind);
  }

  /** How many have failed of those that began at this time or later, by the clock of nanoTime. */
  public long failedSince(long nanos) {
    return tally.failedSince(nanos);
  }

  /** What became of those that have ended. */
  public LoadReport report() {
    return tally.report();
  }

  /** Lets those under way end, which takes as long as patience does; then tells of all. */
  public LoadReport stop() {
    close();
    return tally.report();
  }

  private void be(Traffic kind, long offsetMillis) {
    pause(offsetMillis);
    @Nullable UserConnection kept = null;
    while (end.getCount() > 0) {
      tally.begin(kind);
      long began = System.nanoTime();
      long deadline = began + plan.patience().toNanos();
      Optional<String> fault;
      try {
        UserConnection connection = kept == null ? UserConnection.open(plan, deadline) : kept;
        kept = connection;
        UserConnection.Answer answer = connection.ask(kind, plan.host(), deadline);
        fault = fault(kind, answer);
        if (answer.isLast() || !kind.keepsConnection()) {
          close(kept);
          kept = null;
        }
      } catch (SocketTimeoutException _) {
        fault = Optional.of("no complete answer after " + plan.patience().toMillis() + " ms");
      } catch (IOException e) {
        fault = Optional.of(String.valueOf(e.getMessage()));
      }
      if (fault.isEmpty()) {
        tally.right(kind);
      } else {
        tally.wrong(kind, fault.get(), began);
        close(kept);
        kept = null;
        pause(MILLIS_AFTER_FAILURE);
      }
    }
    close(kept);
  }

  private void pause(long millis) {
    try {
      boolean _ = end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> fault(Traffic kind, UserConnection.Answer answer) {
    if (answer.status() != OK) {
      return Optional.of("status " + answer.status());
    }
    if (!answer.text().equals("task=" + answer.sender() + kind.rightEnd())) {
      return Optional.of("the answer to something else: " + answer.text().strip());
    }
    return belongs.test(answer.sender())
        ? Optional.empty()
        : Optional.of("an answer of the foreign task " + answer.sender());
  }

  private static void close(@Nullable UserConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException _) {
      // What matters of it has been told.
    }
  }

  @Override
  public void close() {
    end.countDown();
    threads.close();
  }
}
