package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.Authority;
import io.berth.proto.control.AuthorityState;
import io.berth.proto.control.PeerIdentity;
import io.berth.proto.control.PeerName;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Peer;
import java.time.Instant;

/** Authorities and identities as our own API shows them: without any key. */
final class TrustWire {
  private static final int MOST_NAMED = 20;

  private TrustWire() {}

  static Authority authority(TrustCommands.Standing standing) {
    Authority.Builder shown =
        Authority.newBuilder()
            .setFingerprint(standing.authority().id().hex())
            .setState(state(standing.authority().state()))
            .setCreatedAt(time(standing.authority().createdAt()))
            .setEndsAt(time(standing.endsAt()))
            .setTrusting(standing.peers() - standing.unaware().size())
            .setUnaware(standing.unaware().size())
            .setDependent(standing.dependent().size());
    standing.unaware().stream()
        .limit(MOST_NAMED)
        .forEach(peer -> shown.addUnawarePeers(name(peer)));
    standing.dependent().stream()
        .limit(MOST_NAMED)
        .forEach(peer -> shown.addDependentPeers(name(peer)));
    return shown.build();
  }

  static PeerIdentity peer(Peer peer) {
    PeerIdentity.Builder shown =
        PeerIdentity.newBuilder()
            .setPeerId(peer.id().text())
            .setKind(AccessWire.kind(peer.kind()))
            .setClusterName(peer.cluster().map(ClusterName::text).orElse(""))
            .setHostName(peer.name())
            .setEnrolledAt(time(peer.enrolledAt()))
            .setCertificateEndsAt(time(peer.certificate().notAfter()));
    if (peer.state() instanceof Peer.State.Revoked(var at)) {
      shown.setRevokedAt(time(at));
    }
    peer.trust()
        .ifPresent(told -> {
          told.authorities().forEach(authority -> shown.addTrusted(authority.hex()));
          told.issuer().ifPresent(issuer -> shown.setIssuer(issuer.hex()));
          shown.setToldAt(time(told.at()));
        });
    return shown.build();
  }

  private static PeerName name(Peer peer) {
    return PeerName.newBuilder()
        .setPeerId(peer.id().text())
        .setKind(AccessWire.kind(peer.kind()))
        .setHostName(peer.name())
        .build();
  }

  private static AuthorityState state(CaCertificate.State state) {
    return switch (state) {
      case PREPARED -> AuthorityState.AUTHORITY_STATE_PREPARED;
      case ACTIVE -> AuthorityState.AUTHORITY_STATE_ACTIVE;
      case TRUSTED -> AuthorityState.AUTHORITY_STATE_TRUSTED;
      case RETIRED -> AuthorityState.AUTHORITY_STATE_RETIRED;
    };
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
