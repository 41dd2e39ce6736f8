package io.berth.scheduler.identity;

import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What operators see of identities, and how one is taken back. */
public final class Peers {
  private Peers() {}

  public static List<Peer> newestFirst(ReadTx tx) {
    List<Peer> peers = new ArrayList<>();
    tx.rows(Tables.PEERS).forEach(peers::add);
    peers.sort(Comparator.comparing(Peer::enrolledAt).reversed().thenComparing(Peer::id));
    return peers;
  }

  /** A peer has told what it has on its disk; nothing is written when that is known. */
  public static void told(WriteTx tx, PeerId id, Peer.Trust trust) {
    tx.find(Tables.PEERS, id)
        .filter(Peer::isActive)
        .filter(peer -> peer.trust().filter(trust::isSame).isEmpty())
        .ifPresent(peer -> tx.update(Tables.PEERS, peer.trusting(trust)));
  }

  /** Lets the identity in never again; doing so twice is fine. */
  public static Outcome<Peer> revoke(WriteTx tx, PeerId id, Instant now) {
    Optional<Peer> found = tx.find(Tables.PEERS, id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND, "there is no identity " + id);
    }
    return switch (found.get().state()) {
      case Peer.State.Revoked _ -> Outcome.done(found.get());
      case Peer.State.Active _ -> {
        Peer revoked = found.get().revoked(now);
        tx.update(Tables.PEERS, revoked);
        yield Outcome.done(revoked);
      }
    };
  }
}
