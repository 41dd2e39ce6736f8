package io.berth.scheduler.feed;

import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetHealth.Reason;
import io.berth.scheduler.model.TargetHealth.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all proxies together think of a target: healthy when each one says so, unhealthy when most
 * say so, and else not judged.
 */
final class Merge {
  private static final Comparator<HealthView> NEWEST_LAST =
      Comparator.comparing(HealthView::since)
          .thenComparing(HealthView::reason)
          .thenComparingInt(view -> view.status().orElse(0));

  private Merge() {}

  /**
   * Judges by the views of all proxies that count.
   *
   * @param views one for each; absent: it has not said anything
   * @return nothing where nobody judges, so that what was known stands
   */
  static Optional<TargetHealth> of(
      List<Optional<HealthView>> views, TargetHealth before, Instant now) {
    List<Optional<HealthView>> judging =
        views.stream()
            .filter(view ->
                view.map(HealthView::opinion)
                    .filter(HealthView.Opinion.UNCHECKED::equals)
                    .isEmpty())
            .toList();
    if (judging.isEmpty()) {
      return Optional.empty();
    }
    List<HealthView> unhealthy = with(HealthView.Opinion.UNHEALTHY, judging);
    if (with(HealthView.Opinion.HEALTHY, judging).size() == judging.size()) {
      return Optional.of(verdict(Verdict.HEALTHY, Reason.NONE, OptionalInt.empty(), before, now));
    }
    if (2 * unhealthy.size() > judging.size()) {
      HealthView telling = unhealthy.stream().max(NEWEST_LAST).orElseThrow();
      return Optional.of(
          verdict(Verdict.UNHEALTHY, telling.reason(), telling.status(), before, now));
    }
    return Optional.of(verdict(Verdict.INITIAL, Reason.NONE, OptionalInt.empty(), before, now));
  }

  private static List<HealthView> with(
      HealthView.Opinion opinion, List<Optional<HealthView>> views) {
    return views.stream()
        .flatMap(Optional::stream)
        .filter(view -> view.opinion() == opinion)
        .toList();
  }

  /** The moment of a verdict is that of its change; another reason is none. */
  private static TargetHealth verdict(
      Verdict verdict, Reason reason, OptionalInt status, TargetHealth before, Instant now) {
    Instant since = before.verdict() == verdict ? before.since() : now;
    return new TargetHealth(verdict, reason, status, since);
  }
}
