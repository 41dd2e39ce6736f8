package io.berth.tests.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a test has opened: closed the last first, and each even when another one fails. */
public final class Closings implements AutoCloseable {
  private final Deque<Closing> opened = new ArrayDeque<>();

  /** How one part ends. */
  @FunctionalInterface
  public interface Closing {
    void close() throws IOException;
  }

  public void push(Closing part) {
    opened.push(part);
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IOException e) {
        // The others are to end all the same.
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
