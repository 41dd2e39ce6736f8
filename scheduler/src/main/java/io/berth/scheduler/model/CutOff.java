package io.berth.scheduler.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What becomes of the tasks of a service whose host is lost. */
public sealed interface CutOff {
  /** The tag of a service that says so. */
  String TAG = "berth:on-host-loss";

  /** For how long a host may wait at most until it stops a task. */
  Duration LONGEST_PATIENCE = Duration.ofDays(7);

  /** What is wrong with a value of the tag that cannot be read. */
  String FORM = "must be keep, replace, replace:TIME or stop:TIME, with a time such as 90s or 5m";

  /** They run on over there, and others take their place when the host was lost for so long. */
  record Replace(Duration after) implements CutOff {}

  /** They run on over there, and nothing takes their place. */
  record Keep() implements CutOff {}

  /** Their host stops them when its lease was over for so long, and only then others take over. */
  record Stop(Duration after) implements CutOff {}

  /** What the service wants: by its tag, else as one that never has two tasks, else at once. */
  static CutOff of(ServiceWish wish, Map<String, String> tags) {
    return Optional.ofNullable(tags.get(TAG))
        .flatMap(CutOff::read)
        .orElseGet(() ->
            wish.desiredCount() == 1 && wish.rolling().maximumPercent() == 100
                ? new Stop(Duration.ZERO)
                : new Replace(Duration.ZERO));
  }

  /** What a value of the tag says, if it does. */
  static Optional<CutOff> read(String value) {
    if (value.equals("keep")) {
      return Optional.of(new Keep());
    }
    if (value.equals("replace")) {
      return Optional.of(new Replace(Duration.ZERO));
    }
    if (value.startsWith("replace:")) {
      return Spans.read(value.substring("replace:".length())).map(Replace::new);
    }
    return value.startsWith("stop:")
        ? Spans.read(value.substring("stop:".length()))
            .filter(after -> after.compareTo(LONGEST_PATIENCE) <= 0)
            .map(Stop::new)
        : Optional.empty();
  }
}
