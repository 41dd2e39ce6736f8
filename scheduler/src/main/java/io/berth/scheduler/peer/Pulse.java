package io.berth.scheduler.peer;

import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Probe;
import io.berth.scheduler.model.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signs of life of one session: heartbeats with the leases that answer them, probes with those
 * who wait for an answer, and whom the peer trusts, which rides along. What is owed is kept as a
 * state, so that a stream which takes nothing for a while makes nothing pile up.
 */
public final class Pulse {
  private static final int MOST_ASKERS = 8;

  private final Duration lease;
  private final TrustTold trust;
  private final List<Mailbox<?, ?>> askers = new ArrayList<>();
  private long lastHeartbeat;
  private boolean leaseOwed;
  private long lastProbe;
  private boolean probeOwed;

  public Pulse(Lobby<?> lobby, PeerId peer) {
    this.lease = lobby.times().lease();
    this.trust = new TrustTold(lobby, peer);
  }

  /** Somebody wants to know whether this peer still answers. */
  public void probe(Mailbox<?, ?> asker) {
    if (askers.size() < MOST_ASKERS) {
      askers.add(asker);
      lastProbe++;
      probeOwed = true;
    }
  }

  /** One that is not newer than the last changes nothing. */
  public void heard(Heartbeat heartbeat, Moment now) throws ContractBrokenException {
    if (Long.compareUnsigned(heartbeat.getSequence(), lastHeartbeat) <= 0) {
      return;
    }
    lastHeartbeat = heartbeat.getSequence();
    leaseOwed = true;
    if (heartbeat.hasTrust()) {
      trust.heard(heartbeat.getTrust(), now.time());
    }
    if (heartbeat.hasProbeNumber() && heartbeat.getProbeNumber() == lastProbe) {
      askers.forEach(asker -> asker.tell(new Signal.ProbeAnswered()));
      askers.clear();
    }
  }

  /** The lease that is owed, once. */
  public Optional<LeaseAnswer> lease(Moment now) {
    if (!leaseOwed) {
      return Optional.empty();
    }
    leaseOwed = false;
    LeaseAnswer.Builder answer =
        LeaseAnswer.newBuilder()
            .setSequence(lastHeartbeat)
            .setLeaseMs(Math.toIntExact(lease.toMillis()))
            .setTime(Times.of(now.time()));
    trust.bundle().ifPresent(answer::setTrustBundle);
    return Optional.of(answer.build());
  }

  /** The probe that is owed, once. */
  public Optional<Probe> probe() {
    if (!probeOwed) {
      return Optional.empty();
    }
    probeOwed = false;
    return Optional.of(Probe.newBuilder().setNumber(lastProbe).build());
  }
}
