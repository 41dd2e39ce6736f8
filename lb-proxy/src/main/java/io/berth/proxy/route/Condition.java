package io.berth.proxy.route;

import java.util.List;

/** One condition of a rule: one of its patterns must match, as {@link Glob} says. */
public sealed interface Condition {

  List<String> patterns();

  /** By the host that the client asked for, without its port, in any case. */
  record Host(List<String> patterns) implements Condition {
    public Host {
      patterns = List.copyOf(patterns);
    }
  }

  /** By the path as it was sent, without the query; case counts. */
  record Path(List<String> patterns) implements Condition {
    public Path {
      patterns = List.copyOf(patterns);
    }
  }
}
