package io.berth.tests.load;

import java.util.ArrayList;
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
  private static final int MOST_BEGINS = 100_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Map<Traffic, Integer> open = new EnumMap<>(Traffic.class);
  private final Map<Traffic, Long> answered = new EnumMap<>(Traffic.class);
  private final Map<String, Failure> failures = new TreeMap<>();

  /** When those that failed began; as many as are counted one by one. */
  private final List<Long> begins = new ArrayList<>();

  private final long start = System.nanoTime();
  private long failed;

  /** One kind of failure: how often it was seen, and when the first such request began. */
  private record Failure(long count, long firstNanos) {
    Failure again() {
      return new Failure(count + 1, firstNanos);
    }
  }

  synchronized void begin(Traffic kind) {
    var _ = open.merge(kind, 1, Integer::sum);
  }

  synchronized void right(Traffic kind) {
    var _ = open.merge(kind, -1, Integer::sum);
    var _ = answered.merge(kind, 1L, Long::sum);
  }

  synchronized void wrong(Traffic kind, String reason, long began) {
    var _ = open.merge(kind, -1, Integer::sum);
    failed++;
    if (begins.size() < MOST_BEGINS) {
      begins.add(began);
    }
    String words = kind + ": " + reason;
    if (failures.size() < MOST_KINDS_OF_FAILURE || failures.containsKey(words)) {
      var _ = failures.merge(words, new Failure(1, began - start), (known, _) -> known.again());
    }
  }

  /** How many failed that began at this time or later. */
  synchronized long failedSince(long nanos) {
    if (begins.size() == MOST_BEGINS) {
      throw new IllegalStateException("too many have failed to know when each began");
    }
    return begins.stream().filter(began -> began - nanos >= 0).count();
  }

  synchronized int open(Traffic kind) {
    return open.getOrDefault(kind, 0);
  }

  synchronized LoadReport report() {
    List<String> words =
        failures.entrySet().stream().map(one -> words(one.getValue()) + one.getKey()).toList();
    return new LoadReport(Map.copyOf(answered), failed, words);
  }

  private static String words(Failure failure) {
    return failure.count() + " x from " + failure.firstNanos() / NANOS_PER_MILLI + " ms on, ";
  }
}
