package io.berth.scheduler.session;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.HostLosses;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes down which hosts have fallen silent and which are heard again, and lets those be given up
 * that stay away.
 */
final class LeaseTurns {
  private static final System.Logger LOGGER = System.getLogger(LeaseTurns.class.getName());
  private static final String TOO_MANY =
      "So many hosts are silent at once that none is given up: cluster={0}";

  private final Leases leases;
  private final StateStore store;
  private final HostCommands hosts;
  private final HostLosses losses;
  private final Duration silence;

  LeaseTurns(Leases leases, StateStore store, HostCommands hosts, SessionTimes times) {
    this.leases = leases;
    this.store = store;
    this.hosts = hosts;
    this.silence = times.silence();
    this.losses =
        hosts.losses(store, new HostLosses.Terms(times.lease(), AssignmentWire::stopTime));
  }

  /** Nothing is known of the time before this start: every host gets one lease. */
  void begin(long nowNanos) {
    for (Host host : store.snapshot().rows(Tables.HOSTS)) {
      if (host.status() != Host.Status.INACTIVE) {
        leases.expect(agent(host.id()), silence, nowNanos);
      }
    }
  }

  void turn(long nowNanos) {
    Leases.Turn turn = leases.turn(nowNanos);
    Snapshot state = store.snapshot();
    turn.back().forEach(id -> tell(state, id, hosts::heard));
    turn.silent().forEach(id -> tell(state, id, hosts::silent));
    Map<HostId, Duration> quiet = new HashMap<>();
    turn.quiet().forEach((id, since) -> quiet.put(id.host(), since));
    losses
        .turn(quiet, turn.running())
        .forEach(cluster -> LOGGER.log(Level.WARNING, TOO_MANY, cluster.text()));
  }

  private void tell(Snapshot state, PeerId agent, BiConsumer<HostId, Long> command) {
    HostId id = agent.host();
    var host = state.find(Tables.HOSTS, id);
    if (host.isEmpty() || host.get().status() == Host.Status.INACTIVE) {
      leases.forget(agent);
    } else {
      command.accept(id, host.get().contact().session());
    }
  }

  private static PeerId agent(HostId host) {
    return new PeerId(host.high(), host.low());
  }
}
