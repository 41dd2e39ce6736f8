package io.berth.tests.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the requests by now. Used by all users at once, hence synchronized.
 *
 * <p>A bounded number of failures keeps its words, all are counted.
 */
final class Tally {
  private static final int MOST_KINDS_OF_FAILURE = 100;

  private final Map<Traffic, Integer> open = new EnumMap<>(Traffic.class);
  private final Map<Traffic, Long> answered = new EnumMap<>(Traffic.class);
  private final Map<String, Long> failures = new TreeMap<>();
  private long failed;

  synchronized void begin(Traffic kind) {
    var _ = open.merge(kind, 1, Integer::sum);
  }

  synchronized void right(Traffic kind) {
    var _ = open.merge(kind, -1, Integer::sum);
    var _ = answered.merge(kind, 1L, Long::sum);
  }

  synchronized void wrong(Traffic kind, String reason) {
    var _ = open.merge(kind, -1, Integer::sum);
    failed++;
    String words = kind + ": " + reason;
    if (failures.size() < MOST_KINDS_OF_FAILURE || failures.containsKey(words)) {
      var _ = failures.merge(words, 1L, Long::sum);
    }
  }

  synchronized int open(Traffic kind) {
    return open.getOrDefault(kind, 0);
  }

  synchronized LoadReport report() {
    List<String> words =
        failures.entrySet().stream().map(one -> one.getValue() + " x " + one.getKey()).toList();
    return new LoadReport(Map.copyOf(answered), failed, words);
  }
}
