package io.berth.proxy.health;

import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetKey;

/**
 * One check that is to be made.
 *
 * @param round which time in the target's life; a result of another round says nothing
 */
public record Check(TargetKey key, Target target, HealthCheck how, long round) {

  /** The port to reach. */
  public int port() {
    return how.port().orElse(target.port());
  }
}
