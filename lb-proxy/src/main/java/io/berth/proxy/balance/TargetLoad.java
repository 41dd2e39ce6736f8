package io.berth.proxy.balance;

import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.util.Optional;

/**
 * One target as one event loop sees it: what the table says of it, and how many requests of this
 * loop it has. Lives as long as the target is in the table or has requests.
 */
public final class TargetLoad {
  private final TargetKey key;
  private final Optional<TargetLoad> picked = Optional.of(this);
  private TargetGroup group;
  private Target target;
  private boolean healthy;
  private boolean inTable = true;
  private int inFlight;

  TargetLoad(TargetKey key, TargetGroup group, Target target, boolean healthy) {
    this.key = key;
    this.group = group;
    this.target = target;
    this.healthy = healthy;
  }

  public TargetKey key() {
    return key;
  }

  public Target target() {
    return target;
  }

  public TargetGroup group() {
    return group;
  }

  /** False: it gets nothing any more, and what it has is to be cut. */
  public boolean isInTable() {
    return inTable;
  }

  /** Whether it may keep connections for requests to come. */
  public boolean takesRequests() {
    return inTable && target.state() == TargetState.ACTIVE;
  }

  public int inFlight() {
    return inFlight;
  }

  /** A request goes to it; from before the first try to connect. */
  public void begin() {
    inFlight++;
  }

  /** A request to it is over; answers whether somebody may wait for just that. */
  public boolean end() {
    if (inFlight == 0) {
      throw new IllegalStateException("More requests ended than began at " + key);
    }
    inFlight--;
    return inFlight == 0 && inTable && target.state() != TargetState.ACTIVE;
  }

  /** The same answer each time: a pick leaves nothing for the garbage collector. */
  Optional<TargetLoad> picked() {
    return picked;
  }

  boolean isHealthy() {
    return healthy;
  }

  void judged(boolean isHealthy) {
    healthy = isHealthy;
  }

  void told(TargetGroup newGroup, Target newTarget) {
    group = newGroup;
    target = newTarget;
  }

  void dropped() {
    inTable = false;
  }
}
