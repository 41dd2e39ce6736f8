package io.berth.scheduler.session;

import io.berth.scheduler.model.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows of each host whether its heartbeats still come, on monotonic time and in memory only: they
 * begin anew with each start of the scheduler.
 *
 * <p>A lease runs on the scheduler's own progress. When a turn comes late, the scheduler itself did
 * not run, and heartbeats may lie unread before it: every lease is extended by as much.
 *
 * <p>Methods are synchronized: the threads of all connections tell of heartbeats, one loop turns.
 */
final class Leases {
  private final long silenceNanos;
  private final long punctualNanos;
  private final Map<HostId, Lease> leases = new HashMap<>();
  private long lastTurnNanos;

  /**
   * @param silence a host that was not heard for this long is silent
   * @param punctual two turns that are further apart tell of a pause
   */
  Leases(Duration silence, Duration punctual, long nowNanos) {
    this.silenceNanos = silence.toNanos();
    this.punctualNanos = punctual.toNanos();
    this.lastTurnNanos = nowNanos;
  }

  /** What has changed since the last turn. */
  record Turn(List<HostId> silent, List<HostId> back) {}

  /** The host gave a sign of life. */
  synchronized void heard(HostId host, long nowNanos) {
    Lease lease = leases.computeIfAbsent(host, _ -> new Lease());
    lease.endNanos = nowNanos + silenceNanos;
    lease.heardSinceSilence = lease.silent;
  }

  /** The host was connected before this start; it gets some time to come again. */
  synchronized void expect(HostId host, Duration grace, long nowNanos) {
    leases.computeIfAbsent(host, _ -> new Lease()).endNanos = nowNanos + grace.toNanos();
  }

  /** The host is gone for good, or its silence is known already. */
  synchronized void forget(HostId host) {
    leases.remove(host);
  }

  synchronized Turn turn(long nowNanos) {
    long since = nowNanos - lastTurnNanos;
    lastTurnNanos = nowNanos;
    long paused = since > punctualNanos ? since : 0;
    List<HostId> silent = new ArrayList<>();
    List<HostId> back = new ArrayList<>();
    leases.forEach((host, lease) -> {
      if (lease.heardSinceSilence) {
        lease.heardSinceSilence = false;
        lease.silent = false;
        back.add(host);
      }
      if (!lease.silent) {
        lease.endNanos += paused;
        if (nowNanos - lease.endNanos >= 0) {
          lease.silent = true;
          silent.add(host);
        }
      }
    });
    return new Turn(List.copyOf(silent), List.copyOf(back));
  }

  private static final class Lease {
    private long endNanos;
    private boolean silent;
    private boolean heardSinceSilence;
  }
}
