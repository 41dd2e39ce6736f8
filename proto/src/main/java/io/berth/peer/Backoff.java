package io.berth.peer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a limit, and half of it by
 * chance, so that a thousand agents do not come back in one moment.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration MOST = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private final Duration first;
  private final Duration most;
  private Duration next;

  Backoff(RandomGenerator random) {
    this(random, FIRST, MOST);
  }

  Backoff(RandomGenerator random, Duration first, Duration most) {
    this.random = random;
    this.first = first;
    this.most = most;
    this.next = first;
  }

  /** The wait after a failure. */
  Duration failed() {
    Duration longest = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(most) < 0 ? doubled : most;
    return spread(longest);
  }

  /**
   * Not before this, and some by chance on top; but also not sooner than after any other failure,
   * since whoever asks for no wait at all is to be asked ever less often.
   */
  Duration notBefore(Duration asked) {
    Duration least = asked.plus(Duration.ofMillis(random.nextLong(1 + asked.toMillis() / 4)));
    Duration own = failed();
    return least.compareTo(own) > 0 ? least : own;
  }

  private Duration spread(Duration longest) {
    long half = longest.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  void succeeded() {
    next = first;
  }
}
