package io.berth.agent.model;

import java.time.Duration;

/**
 * How long this host may trust its place: until that time since the boot of that id, on a clock
 * that goes on while the host is suspended.
 */
public record LeaseTerm(String bootId, Duration until) {
  public LeaseTerm {
    if (bootId.isBlank() || until.isNegative()) {
      throw new IllegalArgumentException("a lease ends at a time of a boot");
    }
  }
}
