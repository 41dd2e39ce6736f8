package io.berth.peer;

import io.berth.base.Moment;
import io.berth.proto.common.RefusalCode;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When the next session is tried: soon after the first failure, then at doubling distances, and
 * seldom when only a person can mend the cause. It never gives up, since the person may mend it at
 * the scheduler's side. Used by the sessions' thread alone.
 */
final class Pace {
  /**
   * A session that was open for so long shows that the way is good. Whoever is let in only to be
   * turned out again is not to come back as fast as at first.
   */
  static final Duration LASTING = Duration.ofSeconds(10);

  /** Two sides that contradict each other agree no sooner by asking often. */
  static final Duration AFTER_CONTRADICTION = Duration.ofSeconds(15);

  /** Whoever has the seat gives it up at the end of its lease, if it is gone. */
  static final Duration WHILE_SEATED = Duration.ofSeconds(5);

  static final Duration AFTER_NO = Duration.ofMinutes(5);

  private final Backoff backoff;
  private Optional<Duration> openedAt = Optional.empty();

  Pace(RandomGenerator random) {
    backoff = new Backoff(random);
  }

  /** The scheduler has accepted a hello. */
  void opened(Moment now) {
    openedAt = Optional.of(now.sinceBoot());
  }

  /** How long to wait after such an end of the session that was opened last. */
  Duration after(Ending ending, Moment now) {
    if (openedAt.filter(opened -> !now.isBefore(opened.plus(LASTING))).isPresent()) {
      backoff.succeeded();
    }
    openedAt = Optional.empty();
    return switch (ending) {
      case Ending.Refused(RefusalCode code, _, Optional<Duration> asked) ->
          backoff.notBefore(longer(least(code), asked.orElse(Duration.ZERO)));
      case Ending.Broken _ -> backoff.notBefore(AFTER_CONTRADICTION);
      case Ending.Silent _, Ending.Failed _, Ending.Cut _ -> backoff.failed();
    };
  }

  private static Duration least(RefusalCode code) {
    return switch (code) {
      case REFUSAL_CODE_BUSY,
          // A certificate that is over, which is being renewed.
          REFUSAL_CODE_PROOF_INVALID,
          REFUSAL_CODE_UNSPECIFIED,
          UNRECOGNIZED ->
          Duration.ZERO;
      case REFUSAL_CODE_SECOND_STREAM -> WHILE_SEATED;
      case REFUSAL_CODE_REPLACED,
          REFUSAL_CODE_HELLO_INVALID,
          REFUSAL_CODE_CONTRACT_BROKEN,
          REFUSAL_CODE_REQUEST_INVALID ->
          AFTER_CONTRADICTION;
      case REFUSAL_CODE_IDENTITY_UNKNOWN,
          REFUSAL_CODE_IDENTITY_REVOKED,
          REFUSAL_CODE_FEATURE_MISSING,
          REFUSAL_CODE_TOKEN_INVALID,
          REFUSAL_CODE_WRONG_KIND ->
          AFTER_NO;
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
