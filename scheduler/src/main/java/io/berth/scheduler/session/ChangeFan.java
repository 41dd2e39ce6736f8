package io.berth.scheduler.session;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells each session which of its rows have changed. It marks and never waits, so that one slow
 * agent holds up nobody.
 */
final class ChangeFan implements Runnable {
  static final Set<Table<?, ?>> TABLES = Set.of(Tables.TASKS, Tables.PEERS);
  private static final int MOST_PENDING = 100_000;

  private final StateStore store;
  private final Sessions sessions;
  private volatile boolean closing;
  private volatile Watch watch;

  ChangeFan(StateStore store, Sessions sessions) {
    this.store = store;
    this.sessions = sessions;
    this.watch = store.watch(TABLES, MOST_PENDING);
  }

  /** Runs until it is closed, or interrupted. */
  @Override
  public void run() {
    try {
      while (!closing) {
        switch (watch.next()) {
          case WatchEvent.Changed(var commit) -> tell(commit);
          case WatchEvent.Ended(var reason) -> {
            if (reason == WatchEvent.Reason.CLOSED) {
              return;
            }
            beginAgain();
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      watch.close();
    }
  }

  void close() {
    closing = true;
    watch.close();
  }

  /** What was missed is unknown, so every session looks at everything. */
  private void beginAgain() {
    watch = store.watch(TABLES, MOST_PENDING);
    for (Sessions.Seat seat : sessions.all()) {
      seat.mailbox().everythingChanged();
      endUnlessAdmitted(seat, watch.start());
    }
  }

  void tell(Commit commit) {
    Map<HostId, List<TaskId>> changed = new HashMap<>();
    for (Change<?, ?> change : commit.changes()) {
      Object row = change.after().isPresent() ? change.after().get() : change.before().get();
      switch (row) {
        case Task task ->
            changed.computeIfAbsent(task.host(), _ -> new ArrayList<>()).add(task.id());
        case Peer peer -> {
          if (change.after().isEmpty() || peer.state() instanceof Peer.State.Revoked) {
            end(peer.id().host());
          }
        }
        default -> throw new IllegalStateException("nobody asked for " + change.table());
      }
    }
    changed.forEach(
        (host, tasks) -> sessions.at(host).ifPresent(seat -> seat.mailbox().changed(tasks)));
  }

  private void endUnlessAdmitted(Sessions.Seat seat, Snapshot state) {
    PeerId id = new PeerId(seat.host().high(), seat.host().low());
    if (state
        .find(Tables.PEERS, id)
        .filter(peer -> peer.state() instanceof Peer.State.Active)
        .isEmpty()) {
      end(seat.host());
    }
  }

  private void end(HostId host) {
    sessions
        .at(host)
        .ifPresent(seat -> seat.mailbox().tell(new Signal.Ended(RefusalWire.revoked(host))));
  }
}
