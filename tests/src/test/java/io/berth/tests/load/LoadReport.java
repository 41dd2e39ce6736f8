package io.berth.tests.load;

import java.util.List;
import java.util.Map;

/**
 * What became of all requests of a load.
 *
 * @param answered complete and right answers in time, of each kind that has any
 * @param failed all others
 * @param failures in words, with how often
 */
public record LoadReport(Map<Traffic, Long> answered, long failed, List<String> failures) {
  public LoadReport {
    answered = Map.copyOf(answered);
    failures = List.copyOf(failures);
  }

  public long answered(Traffic kind) {
    return answered.getOrDefault(kind, 0L);
  }

  public long answeredOfAll() {
    return answered.values().stream().mapToLong(Long::longValue).sum();
  }
}
