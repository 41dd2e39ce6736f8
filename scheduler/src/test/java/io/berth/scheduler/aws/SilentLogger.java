package io.berth.scheduler.aws;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what would have been logged. */
final class SilentLogger implements System.Logger {
  private final AtomicInteger lines = new AtomicInteger();

  int lines() {
    return lines.get();
  }

  @Override
  public String getName() {
    return "silent";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    lines.incrementAndGet();
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
    lines.incrementAndGet();
  }
}
