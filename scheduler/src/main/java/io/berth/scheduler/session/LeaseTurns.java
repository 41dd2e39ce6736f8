package io.berth.scheduler.session;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.function.BiConsumer;

/** Writes down which hosts have fallen silent and which are heard again. */
final class LeaseTurns {
  private final Leases leases;
  private final StateStore store;
  private final HostCommands hosts;

  LeaseTurns(Leases leases, StateStore store, HostCommands hosts) {
    this.leases = leases;
    this.store = store;
    this.hosts = hosts;
  }

  /** Nothing is known of the time before this start: every connected host gets one lease. */
  void begin(SessionTimes times, long nowNanos) {
    for (Host host : store.snapshot().rows(Tables.HOSTS)) {
      if (host.isConnected()) {
        leases.expect(agent(host.id()), times.silence(), nowNanos);
      }
    }
  }

  void turn(long nowNanos) {
    Leases.Turn turn = leases.turn(nowNanos);
    Snapshot state = store.snapshot();
    turn.back().forEach(id -> tell(state, id, hosts::heard));
    turn.silent().forEach(id -> tell(state, id, hosts::silent));
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
