package io.berth.scheduler.model;

import java.util.List;

/**
 * One thing that a rule looks at. A pattern matches the whole text: {@code *} stands for any
 * characters or none, {@code ?} for exactly one; one of the patterns has to.
 */
public sealed interface Condition {

  /** The Host header without its port, in any case of letters. */
  record HostHeader(List<String> patterns) implements Condition {
    public HostHeader {
      patterns = List.copyOf(patterns);
      Require.positive(patterns.size(), "the number of patterns");
    }
  }

  /** The path as it was sent, without the query. */
  record PathPattern(List<String> patterns) implements Condition {
    public PathPattern {
      patterns = List.copyOf(patterns);
      Require.positive(patterns.size(), "the number of patterns");
    }
  }
}
