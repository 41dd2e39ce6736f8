package io.berth.scheduler.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.common.TrustHeld;
import io.berth.scheduler.identity.Peers;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one peer has of the authorities, and what it is told when that is not what it shall have.
 * Whoever has told nothing is told nothing: its hello brought the bundle. Each bundle is told once
 * in a stream, so that a peer which cannot keep it is not told all the time.
 */
final class TrustTold {
  private static final int NAME_BYTES = 32;
  private static final int MOST = 8;

  private final Lobby<?> lobby;
  private final PeerId peer;
  private @Nullable List<Fingerprint> has;
  private @Nullable List<Fingerprint> sent;

  TrustTold(Lobby<?> lobby, PeerId peer) {
    this.lobby = lobby;
    this.peer = peer;
  }

  /** The peer tells what is on its disk; it is written down when it was not known. */
  void heard(TrustHeld wire, Instant now) throws ContractBrokenException {
    Bounds.count(wire.getAuthoritiesCount(), MOST, "authorities");
    if (wire.getAuthoritiesCount() == 0) {
      throw new ContractBrokenException("the peer tells that it trusts nobody, not even us");
    }
    List<Fingerprint> authorities = new ArrayList<>();
    for (ByteString one : wire.getAuthoritiesList()) {
      authorities.add(name(one));
    }
    Optional<Fingerprint> issuer =
        wire.getIssuer().isEmpty() ? Optional.empty() : Optional.of(name(wire.getIssuer()));
    Peer.Trust told = new Peer.Trust(authorities, issuer, now);
    has = told.authorities();
    boolean isKnown =
        lobby
            .store()
            .snapshot()
            .find(Tables.PEERS, peer)
            .flatMap(Peer::trust)
            .filter(told::isSame)
            .isPresent();
    if (!isKnown) {
      boolean _ =
          lobby
              .store()
              .update(
                  Lane.REPORTS,
                  tx -> {
                    Peers.told(tx, peer, told);
                    return true;
                  });
    }
  }

  /** The bundle that is owed, once. */
  Optional<TrustBundle> bundle() {
    if (has == null) {
      return Optional.empty();
    }
    Snapshot state = lobby.store().snapshot();
    List<Fingerprint> wanted = lobby.trusted().names(state);
    if (wanted.isEmpty() || wanted.equals(has) || wanted.equals(sent)) {
      return Optional.empty();
    }
    sent = wanted;
    return Optional.of(lobby.trusted().bundle(state));
  }

  private static Fingerprint name(ByteString wire) throws ContractBrokenException {
    if (wire.size() != NAME_BYTES) {
      throw new ContractBrokenException("the name of an authority has not 32 bytes");
    }
    return new Fingerprint(HexFormat.of().formatHex(wire.toByteArray()));
  }
}
