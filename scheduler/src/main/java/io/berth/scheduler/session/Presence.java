package io.berth.scheduler.session;

import io.berth.scheduler.model.HostId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the leases of a host's heartbeats the moment they arrive, even while its session waits for
 * the store: a slow disk of ours must not silence hosts. The session's thread begins and ends it,
 * the wire's thread tells of heartbeats.
 */
final class Presence {
  private final Leases leases;
  private volatile @Nullable HostId host;

  Presence(Leases leases) {
    this.leases = leases;
  }

  /** From now on heartbeats of this stream are this host's: its hello was accepted. */
  void begin(HostId accepted, long nowNanos) {
    leases.heard(accepted, nowNanos);
    host = accepted;
  }

  void heartbeat(long nowNanos) {
    HostId accepted = host;
    if (accepted != null) {
      leases.heard(accepted, nowNanos);
    }
  }

  void end() {
    host = null;
  }
}
