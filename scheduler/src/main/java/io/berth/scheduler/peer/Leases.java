package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows of each peer whether its heartbeats still come, on monotonic time and in memory only: they
 * begin anew with each start of the scheduler.
 *
 * <p>A lease runs on the scheduler's own progress. When a turn comes late, the scheduler itself did
 * not run, and heartbeats may lie unread before it: every lease is extended by as much.
 *
 * <p>Methods are synchronized: the threads of all connections tell of heartbeats, one loop turns.
 */
public final class Leases {
  /** Further apart than this, the scheduler itself has stood still between two turns. */
  public static final Duration PUNCTUAL = Duration.ofSeconds(2);

  private final long silenceNanos;
  private final long punctualNanos;
  private final Map<PeerId, Lease> leases = new HashMap<>();
  private long lastTurnNanos;
  private long runningNanos;

  /**
   * @param silence a peer that was not heard for this long is silent
   * @param punctual two turns that are further apart tell of a pause
   */
  public Leases(Duration silence, Duration punctual, long nowNanos) {
    this.silenceNanos = silence.toNanos();
    this.punctualNanos = punctual.toNanos();
    this.lastTurnNanos = nowNanos;
  }

  /**
   * What has changed since the last turn.
   *
   * @param quiet those that are silent, and since when they have not been heard
   * @param running how long the scheduler itself has run since it began to listen; what it stood
   *     still is no part of any of these times
   */
  public record Turn(
      List<PeerId> silent, List<PeerId> back, Map<PeerId, Duration> quiet, Duration running) {
    public Turn {
      silent = List.copyOf(silent);
      back = List.copyOf(back);
      quiet = Map.copyOf(quiet);
    }
  }

  /** The peer gave a sign of life. */
  public synchronized void heard(PeerId peer, long nowNanos) {
    Lease lease = leases.computeIfAbsent(peer, _ -> new Lease());
    lease.endNanos = nowNanos + silenceNanos;
    lease.heardSinceSilence = lease.silent;
  }

  /** The peer was connected before this start; it gets some time to come again. */
  public synchronized void expect(PeerId peer, Duration grace, long nowNanos) {
    leases.computeIfAbsent(peer, _ -> new Lease()).endNanos = nowNanos + grace.toNanos();
  }

  /** The peer is gone for good, or its silence is known already. */
  public synchronized void forget(PeerId peer) {
    leases.remove(peer);
  }

  public synchronized Turn turn(long nowNanos) {
    long since = nowNanos - lastTurnNanos;
    lastTurnNanos = nowNanos;
    long paused = since > punctualNanos ? since : 0;
    runningNanos += since - paused;
    Map<PeerId, Duration> quiet = new HashMap<>();
    List<PeerId> silent = new ArrayList<>();
    List<PeerId> back = new ArrayList<>();
    leases.forEach((peer, lease) -> {
      if (lease.heardSinceSilence) {
        lease.heardSinceSilence = false;
        lease.silent = false;
        back.add(peer);
      }
      lease.endNanos += paused;
      if (!lease.silent && nowNanos - lease.endNanos >= 0) {
        lease.silent = true;
        silent.add(peer);
      }
      if (lease.silent) {
        quiet.put(peer, Duration.ofNanos(nowNanos - lease.endNanos + silenceNanos));
      }
    });
    return new Turn(silent, back, quiet, Duration.ofNanos(runningNanos));
  }

  private static final class Lease {
    private long endNanos;
    private boolean silent;
    private boolean heardSinceSilence;
  }
}
