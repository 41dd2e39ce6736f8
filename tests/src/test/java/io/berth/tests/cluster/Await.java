package io.berth.tests.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Waits for what must come, and after a minute fails with all that there is to see. A scheduler
 * that does not answer just now is looked at again.
 */
public record Await(Supplier<String> dump) {
  public static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  /** A look at something that may not be there yet. */
  @FunctionalInterface
  public interface Look<T> {
    Optional<T> see() throws Exception;
  }

  /** A question that is asked until the answer is yes. */
  @FunctionalInterface
  public interface Question {
    boolean isSo() throws Exception;
  }

  public void until(String what, Question question) throws Exception {
    Boolean _ = found(what, () -> question.isSo() ? Optional.of(true) : Optional.empty());
  }

  public <T> T found(String what, Look<T> look) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      Optional<T> seen = Optional.empty();
      @Nullable SdkException unanswered = null;
      try {
        seen = look.see();
      } catch (SdkException e) {
        unanswered = e;
      }
      if (seen.isPresent()) {
        return seen.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "waited " + DEADLINE.toSeconds() + " s: " + what + "\n" + dump.get(), unanswered);
      }
      boolean _ = never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
