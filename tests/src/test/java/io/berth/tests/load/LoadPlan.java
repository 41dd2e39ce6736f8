package io.berth.tests.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Who asks whom for what.
 *
 * @param door where everybody connects
 * @param host the name they call it by
 * @param users how many of each kind, at the same time
 * @param patience an answer that is not complete after so long has failed
 */
public record LoadPlan(
    InetSocketAddress door, String host, Map<Traffic, Integer> users, Duration patience) {
  /** What users of a service bear. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_USERS = 2_000;

  public LoadPlan {
    users = Map.copyOf(users);
    if (users.values().stream().mapToInt(Integer::intValue).sum() > MOST_USERS) {
      throw new IllegalArgumentException("at most " + MOST_USERS + " users");
    }
  }
}
