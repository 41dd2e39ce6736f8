package io.berth.scheduler.peer;

import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signs of life of one session: heartbeats with the leases that answer them, probes with those
 * who wait for an answer. What is owed is kept as a state, so that a stream which takes nothing for
 * a while makes nothing pile up.
 */
public final class Pulse {
  private static final int MOST_ASKERS = 8;

  private final Duration lease;
  private final List<Mailbox<?, ?>> askers = new ArrayList<>();
  private long lastHeartbeat;
  private boolean leaseOwed;
  private long lastProbe;
  private boolean probeOwed;

  public Pulse(Duration lease) {
    this.lease = lease;
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
  public void heard(Heartbeat heartbeat) {
    if (Long.compareUnsigned(heartbeat.getSequence(), lastHeartbeat) <= 0) {
      return;
    }
    lastHeartbeat = heartbeat.getSequence();
    leaseOwed = true;
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
    return Optional.of(
        LeaseAnswer.newBuilder()
            .setSequence(lastHeartbeat)
            .setLeaseMs(Math.toIntExact(lease.toMillis()))
            .setTime(Times.of(now.time()))
            .build());
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
