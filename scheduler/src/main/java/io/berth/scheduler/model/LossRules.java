package io.berth.scheduler.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a cluster gives a silent host up.
 *
 * @param lostAfter for how long a host must be silent
 * @param brake what keeps too many of them from being given up together; empty: nothing does
 */
public record LossRules(Duration lostAfter, Optional<BrakeRule> brake) {
  /** After how long a silent host is lost. */
  public static final String LOST_AFTER = "berth:lost-after";

  /** The share of hosts beyond which none is given up, such as {@code 25%}, or {@code off}. */
  public static final String BRAKE = "berth:brake";

  /** Losses so far apart count together. */
  public static final String BRAKE_WINDOW = "berth:brake-window";

  /** For how long the brake holds at most. */
  public static final String BRAKE_TIME = "berth:brake-time";

  /** All of these. */
  public static final List<String> TAGS = List.of(LOST_AFTER, BRAKE, BRAKE_WINDOW, BRAKE_TIME);

  /** Of a cluster that says nothing. */
  public static final LossRules USUAL =
      new LossRules(
          Duration.ofSeconds(10),
          Optional.of(new BrakeRule(1, 3, Duration.ofMinutes(1), Duration.ofMinutes(5))));

  private static final Duration SOONEST = Duration.ofSeconds(8);
  private static final Duration LATEST = Duration.ofDays(1);
  private static final int PERCENT = 100;

  /**
   * Too many are more than so many parts of so many, and more than two.
   *
   * @param window losses so far apart count together
   * @param longest the brake holds for so long at most
   */
  public record BrakeRule(int parts, int of, Duration window, Duration longest) {
    /** So many hosts may be lost together in the smallest cluster. */
    public static final int ALWAYS_ALLOWED = 2;

    public BrakeRule {
      Require.positive(parts, "parts");
      Require.positive(of, "of");
    }

    /** Whether so many of so many hosts are too many at once. */
    public boolean isTooMany(int silent, int hosts) {
      return silent > ALWAYS_ALLOWED && (long) silent * of > (long) hosts * parts;
    }
  }

  /** What the tags of a cluster say; what they do not say, or not clearly, is as usual. */
  public static LossRules of(Map<String, String> tags) {
    return new LossRules(
        read(tags, LOST_AFTER).filter(LossRules::isLongEnough).orElse(USUAL.lostAfter()),
        brake(tags));
  }

  /** What is wrong with the value of such a tag; empty: nothing. */
  public static Optional<String> fault(String key, String value) {
    if (key.equals(BRAKE)) {
      return value.equals("off") || percent(value).isPresent()
          ? Optional.empty()
          : Optional.of("must be off, or a share of the hosts from 1% to 99%");
    }
    boolean isGood =
        Spans.read(value)
            .filter(span -> !key.equals(LOST_AFTER) || isLongEnough(span))
            .filter(span -> span.compareTo(LATEST) <= 0)
            .isPresent();
    return isGood
        ? Optional.empty()
        : Optional.of(
            key.equals(LOST_AFTER)
                ? "must be a time from 8s to 24h, such as 30s or 5m"
                : "must be a time up to 24h, such as 30s or 5m");
  }

  private static boolean isLongEnough(Duration span) {
    return span.compareTo(SOONEST) >= 0;
  }

  private static Optional<BrakeRule> brake(Map<String, String> tags) {
    String text = tags.getOrDefault(BRAKE, "");
    if (text.equals("off")) {
      return Optional.empty();
    }
    BrakeRule usual = USUAL.brake().orElseThrow();
    Optional<Integer> percent = percent(text);
    return Optional.of(
        new BrakeRule(
            percent.orElse(usual.parts()),
            percent.isPresent() ? PERCENT : usual.of(),
            read(tags, BRAKE_WINDOW).orElse(usual.window()),
            read(tags, BRAKE_TIME).orElse(usual.longest())));
  }

  private static Optional<Duration> read(Map<String, String> tags, String key) {
    return Optional.ofNullable(tags.get(key))
        .flatMap(Spans::read)
        .filter(span -> span.compareTo(LATEST) <= 0);
  }

  private static Optional<Integer> percent(String text) {
    if (!text.matches("[1-9][0-9]?%")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text.substring(0, text.length() - 1)));
  }
}
