package io.berth.scheduler.feed;

import io.berth.scheduler.peer.SessionTimes;
import java.time.Duration;

/**
 * How long what may take between the scheduler and a proxy.
 *
 * @param session what is the same for all peers
 * @param maxStale how long after its lease a proxy counts as one that still serves its table
 * @param digest the time between two health digests
 * @param drainReport the least time between two drain reports without news
 */
public record FeedTimes(
    SessionTimes session, Duration maxStale, Duration digest, Duration drainReport) {
  public FeedTimes {
    within(maxStale, Duration.ofMinutes(1), Duration.ofDays(1), "the staleness");
    within(digest, Duration.ofSeconds(1), Duration.ofMinutes(10), "the time between digests");
    if (session.lease().compareTo(session.silence()) > 0) {
      throw new IllegalArgumentException("a lease must end before the silence is long enough");
    }
    within(drainReport, Duration.ofMillis(100), Duration.ofMinutes(1), "the time between reports");
  }

  /** What a scheduler runs with. */
  public static FeedTimes standard() {
    return new FeedTimes(
        SessionTimes.ofProxies(),
        Duration.ofMinutes(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1));
  }

  private static void within(Duration time, Duration least, Duration most, String what) {
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new IllegalArgumentException(what + " is not within " + least + " and " + most);
    }
  }
}
