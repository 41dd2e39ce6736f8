package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredPeer;
import io.berth.proto.state.StoredPeerActive;
import io.berth.proto.state.StoredPeerRevoked;
import io.berth.proto.state.StoredPeerTrust;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** Agents and proxies on disk: 128-bit id =&gt; StoredPeer. */
final class PeerCodec implements RowCodec<PeerId, Peer> {

  @Override
  public int family() {
    return 9;
  }

  @Override
  public Table<PeerId, Peer> table() {
    return Tables.PEERS;
  }

  @Override
  public byte[] key(PeerId key) {
    return Keys.inFamily(family()).number(key.high()).number(key.low()).bytes();
  }

  @Override
  public byte[] encode(Peer row) {
    StoredPeer.Builder stored =
        StoredPeer.newBuilder()
            .setId(row.id().text())
            .setKind(PeerKinds.stored(row.kind()))
            .setCluster(PeerKinds.stored(row.cluster()))
            .setName(row.name())
            .setKeyFingerprint(row.certificate().key().hex())
            .setCertificateSerial(row.certificate().serial())
            .setCertificateNotAfter(Times.stored(row.certificate().notAfter()))
            .setCertificateIssuedAt(Times.stored(row.certificate().issuedAt()))
            .setEnrolledAt(Times.stored(row.enrolledAt()));
    switch (row.state()) {
      case Peer.State.Active() -> stored.setActive(StoredPeerActive.getDefaultInstance());
      case Peer.State.Revoked(var at) ->
          stored.setRevoked(StoredPeerRevoked.newBuilder().setAt(Times.stored(at)));
    }
    row.trust().ifPresent(trust -> stored.setTrust(stored(trust)));
    return stored.build().toByteArray();
  }

  @Override
  public Peer decode(byte[] value) throws InvalidProtocolBufferException {
    StoredPeer stored = StoredPeer.parseFrom(value);
    return new Peer(
        PeerId.parse(stored.getId()),
        PeerKinds.kind(stored.getKind()),
        PeerKinds.cluster(stored.getCluster()),
        stored.getName(),
        new Peer.Certificate(
            new Fingerprint(stored.getKeyFingerprint()),
            stored.getCertificateSerial(),
            Times.instant(stored.getCertificateNotAfter()),
            Times.instant(stored.getCertificateIssuedAt())),
        state(stored),
        Times.instant(stored.getEnrolledAt()),
        stored.hasTrust() ? Optional.of(trust(stored.getTrust())) : Optional.empty());
  }

  private static StoredPeerTrust stored(Peer.Trust trust) {
    StoredPeerTrust.Builder stored = StoredPeerTrust.newBuilder().setAt(Times.stored(trust.at()));
    trust.authorities().forEach(authority -> stored.addAuthorities(authority.hex()));
    trust.issuer().ifPresent(issuer -> stored.setIssuer(issuer.hex()));
    return stored.build();
  }

  private static Peer.Trust trust(StoredPeerTrust stored) throws InvalidProtocolBufferException {
    return new Peer.Trust(
        stored.getAuthoritiesList().stream().map(Fingerprint::new).toList(),
        stored.getIssuer().isEmpty()
            ? Optional.empty()
            : Optional.of(new Fingerprint(stored.getIssuer())),
        Times.instant(stored.getAt()));
  }

  private static Peer.State state(StoredPeer stored) throws InvalidProtocolBufferException {
    return switch (stored.getStateCase()) {
      case ACTIVE -> new Peer.State.Active();
      case REVOKED -> new Peer.State.Revoked(Times.instant(stored.getRevoked().getAt()));
      case STATE_NOT_SET -> throw Unreadable.value(stored.getStateCase());
    };
  }
}
