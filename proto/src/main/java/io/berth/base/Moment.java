package io.berth.base;

import java.time.Duration;
import java.time.Instant;

/**
 * Now, by two clocks of this host: the wall's, which somebody may set, and the time since the boot,
 * which never jumps and goes on while the host is suspended. Leases and waits use the second one.
 */
public record Moment(Instant wall, Duration sinceBoot) {

  public boolean isBefore(Duration time) {
    return sinceBoot.compareTo(time) < 0;
  }

  public Duration after(Duration wait) {
    return sinceBoot.plus(wait);
  }
}
