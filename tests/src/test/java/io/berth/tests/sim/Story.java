package io.berth.tests.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** What has happened in a run, line by line: the end of it is kept, and a sum over all of it. */
final class Story {
  private static final int MOST_LINES = 400;

  private final VirtualTime time;
  private final Consumer<String> listener;
  private final Deque<String> lines = new ArrayDeque<>();
  private final CRC32C sum = new CRC32C();

  Story(VirtualTime time, Consumer<String> listener) {
    this.time = time;
    this.listener = listener;
  }

  void tell(String what) {
    String line = clock(time.now()) + " " + what;
    sum.update(line.getBytes(StandardCharsets.UTF_8));
    lines.addLast(line);
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
    }
    listener.accept(line);
  }

  /** Two runs with one sum were the same, line by line. */
  long sum() {
    return sum.getValue();
  }

  String ending() {
    return String.join("\n", lines);
  }

  private static String clock(Duration now) {
    return "%02d:%02d.%06d"
        .formatted(now.toMinutes(), now.toSecondsPart(), now.toNanosPart() / 1_000);
  }
}
