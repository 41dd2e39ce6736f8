package io.berth.scheduler.peer;

import io.berth.scheduler.model.Peer;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
import java.util.HashSet;
import java.util.Set;

/**
 * Hears every change of some tables, has it marked for whom it concerns, and ends the sessions of
 * revoked identities. It marks and never waits, so that one slow peer holds up nobody.
 */
public final class ChangeFan implements Runnable {
  private static final int MOST_PENDING = 100_000;

  private final StateStore store;
  private final Set<Table<?, ?>> tables;
  private final Seats<?> seats;
  private final Marks marks;
  private volatile boolean closing;
  private volatile Watch watch;

  /** Begins to watch, and lets the marks begin with the state before the first change. */
  public ChangeFan(StateStore store, Set<Table<?, ?>> tables, Seats<?> seats, Marks marks) {
    this.store = store;
    this.tables = tables(tables);
    this.seats = seats;
    this.marks = marks;
    this.watch = store.watch(this.tables, MOST_PENDING);
    marks.begin(watch.start());
  }

  /** What is done with changes. */
  public interface Marks {
    /** What was told before is void, and what has changed since is unknown. */
    void begin(Snapshot state);

    /** A durable batch has changed something. */
    void changed(Commit commit);
  }

  private static Set<Table<?, ?>> tables(Set<Table<?, ?>> wanted) {
    Set<Table<?, ?>> all = new HashSet<>(wanted);
    all.add(Tables.PEERS);
    return Set.copyOf(all);
  }

  /** Runs until it is closed, or interrupted. */
  @Override
  public void run() {
    try {
      while (!closing) {
        take(watch.next());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      watch.close();
    }
  }

  /** Takes what has come; for those who have no thread for it. */
  public void poll() {
    for (var event = watch.poll(); event.isPresent() && !closing; event = watch.poll()) {
      take(event.get());
    }
  }

  public void close() {
    closing = true;
    watch.close();
  }

  private void take(WatchEvent event) {
    switch (event) {
      case WatchEvent.Changed(var commit) -> tell(commit);
      case WatchEvent.Ended(var reason) -> {
        if (reason == WatchEvent.Reason.CLOSED) {
          closing = true;
        } else {
          beginAgain();
        }
      }
    }
  }

  private void beginAgain() {
    watch = store.watch(tables, MOST_PENDING);
    marks.begin(watch.start());
    for (Seats.Seat<?> seat : seats.all()) {
      if (watch
          .start()
          .find(Tables.PEERS, seat.peer())
          .filter(peer -> peer.state() instanceof Peer.State.Active)
          .isEmpty()) {
        end(seat);
      }
    }
  }

  private void tell(Commit commit) {
    for (Change<?, ?> change : commit.changes()) {
      Object row = change.after().isPresent() ? change.after().get() : change.before().get();
      if (row instanceof Peer peer
          && (change.after().isEmpty() || peer.state() instanceof Peer.State.Revoked)) {
        seats.at(peer.id()).ifPresent(ChangeFan::end);
      }
    }
    marks.changed(commit);
  }

  private static void end(Seats.Seat<?> seat) {
    seat.mailbox().tell(new Signal.Ended(RefusalWire.revoked(seat.peer())));
  }
}
