package io.berth.scheduler.feed;

import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Commit;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the state for all feeds: which table is the newest, which targets are on their way out,
 * which proxies there are. Its methods are synchronized: one thread follows, those of the feeds
 * ask; none of them waits for anything within.
 */
final class RoutingMarks implements ChangeFan.Marks {
  private final Seats<Void> seats;
  private final Fleet fleet;
  private final Leases leases;
  private final LongSupplier nanoTime;
  private final Set<PeerId> known = new HashSet<>();
  private @Nullable RoutingRows rows;
  private long epoch;

  RoutingMarks(Seats<Void> seats, Fleet fleet, Leases leases, LongSupplier nanoTime) {
    this.seats = seats;
    this.fleet = fleet;
    this.leases = leases;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begin(Snapshot state) {
    List<Peer> proxies = new ArrayList<>();
    for (Peer peer : state.rows(Tables.PEERS)) {
      if (peer.kind() == PeerKind.PROXY) {
        proxies.add(peer);
      }
    }
    synchronized (this) {
      rows = new RoutingRows(state);
      epoch = state.version().epoch();
      Set<PeerId> gone = new HashSet<>(known);
      proxies.forEach(proxy -> {
        gone.remove(proxy.id());
        known(proxy.id());
      });
      gone.forEach(this::forgotten);
    }
    markAll();
  }

  @Override
  public void changed(Commit commit) {
    boolean isRouting;
    synchronized (this) {
      following().apply(commit);
      epoch = commit.version().epoch();
      isRouting = false;
      for (Change<?, ?> change : commit.changes()) {
        Object row = change.after().isPresent() ? change.after().get() : change.before().get();
        if (row instanceof Peer peer) {
          peer(peer, change.after().isEmpty());
        } else {
          isRouting = true;
        }
      }
    }
    if (isRouting) {
      markAll();
    }
  }

  /** What proxies shall serve now. */
  synchronized RoutingTable newest() {
    return following().newest();
  }

  synchronized Collection<RoutingRows.Going> going() {
    return following().going();
  }

  synchronized long epoch() {
    return epoch;
  }

  /** A revoked one is told nothing any more, and may serve its last table all the same. */
  private void peer(Peer peer, boolean removed) {
    if (peer.kind() == PeerKind.PROXY) {
      if (removed) {
        forgotten(peer.id());
      } else {
        enrolled(peer.id());
      }
    }
  }

  /** It may have been told anything before this scheduler began, and may live. */
  private void known(PeerId proxy) {
    if (known.add(proxy)) {
      long now = nanoTime.getAsLong();
      leases.expect(proxy, fleet.times().session().silence(), now);
      fleet.known(proxy, now);
    }
  }

  /** It was never told anything. */
  private void enrolled(PeerId proxy) {
    if (known.add(proxy)) {
      fleet.enrolled(proxy);
    }
  }

  private void forgotten(PeerId proxy) {
    known.remove(proxy);
    leases.forget(proxy);
    fleet.forgotten(proxy);
  }

  private void markAll() {
    seats.all().forEach(seat -> seat.mailbox().everythingChanged());
  }

  private RoutingRows following() {
    RoutingRows following = rows;
    if (following == null) {
      throw new IllegalStateException("nothing was followed yet");
    }
    return following;
  }
}
