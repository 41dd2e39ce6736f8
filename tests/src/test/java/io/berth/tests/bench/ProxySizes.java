package io.berth.tests.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything the proxy benchmark does, so that a test can run it small.
 *
 * @param first how long ours is under load before anything counts
 * @param perSecond requests at a fixed pace
 */
record ProxySizes(
    List<ProxyLoad> loads, int rounds, Duration round, Duration first, int perSecond) {
  static final int PACED_CONNECTIONS = 64;

  static ProxySizes named(String name) {
    return switch (name) {
      case "full" ->
          new ProxySizes(
              List.of(ProxyLoad.values()), 7, Duration.ofSeconds(2), Duration.ofSeconds(20), 8_000);
      case "quick" ->
          new ProxySizes(
              List.of(ProxyLoad.SMALL_1, ProxyLoad.UPLOADS, ProxyLoad.NEW_CONNECTIONS),
              1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              500);
      default -> throw new IllegalArgumentException("no such sizes: " + name);
    };
  }
}
