package io.berth.agent.main;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/** Which GPUs of its host an agent offers to tasks. */
public sealed interface GpuSource {
  /** None. */
  GpuSource NONE = new Named(List.of());

  /** Those that the driver tells of. */
  record Detected() implements GpuSource {}

  /** These, by the ids under which the engine knows them. */
  record Named(List<String> ids) implements GpuSource {
    private static final int MOST = 256;
    private static final int MOST_BYTES = 128;

    public Named {
      ids = List.copyOf(ids);
      if (ids.size() > MOST) {
        throw new IllegalArgumentException("there are more than " + MOST);
      }
      if (new HashSet<>(ids).size() < ids.size()) {
        throw new IllegalArgumentException("one is named twice");
      }
      for (String id : ids) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MOST_BYTES || id.chars().anyMatch(one -> one <= ' ')) {
          throw new IllegalArgumentException(
              "write off, detect, or ids separated by commas, each of at most "
                  + MOST_BYTES
                  + " bytes without blanks");
        }
      }
    }
  }
}
