package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the leases of a peer's heartbeats the moment they arrive, even while its session waits for
 * the store: a slow disk of ours must not silence anybody. The session's thread begins and ends it,
 * the wire's thread tells of heartbeats.
 */
public final class Presence {
  private final Leases leases;
  private volatile @Nullable PeerId peer;

  public Presence(Leases leases) {
    this.leases = leases;
  }

  /** From now on heartbeats of this stream are this peer's: its hello was accepted. */
  public void begin(PeerId accepted, long nowNanos) {
    leases.heard(accepted, nowNanos);
    peer = accepted;
  }

  public void heartbeat(long nowNanos) {
    PeerId accepted = peer;
    if (accepted != null) {
      leases.heard(accepted, nowNanos);
    }
  }

  public void end() {
    peer = null;
  }
}
