package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredJoinToken;
import io.berth.proto.state.StoredTokenOpen;
import io.berth.proto.state.StoredTokenRevoked;
import io.berth.proto.state.StoredTokenSpent;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** Join tokens on disk: public half =&gt; StoredJoinToken. */
final class JoinTokenCodec implements RowCodec<TokenId, JoinToken> {

  @Override
  public int family() {
    return 7;
  }

  @Override
  public Table<TokenId, JoinToken> table() {
    return Tables.JOIN_TOKENS;
  }

  @Override
  public byte[] key(TokenId key) {
    return Keys.inFamily(family()).text(key.text()).bytes();
  }

  @Override
  public byte[] encode(JoinToken row) {
    StoredJoinToken.Builder stored =
        StoredJoinToken.newBuilder()
            .setId(row.id().text())
            .setKind(PeerKinds.stored(row.kind()))
            .setCluster(PeerKinds.stored(row.cluster()))
            .setSecretHash(row.secretHash())
            .setCreatedAt(Times.stored(row.createdAt()))
            .setTimeToLive(Times.stored(row.timeToLive()))
            .setNote(row.note());
    switch (row.use()) {
      case JoinToken.Use.Open() -> stored.setOpen(StoredTokenOpen.getDefaultInstance());
      case JoinToken.Use.Spent(var identity, var at) ->
          stored.setSpent(
              StoredTokenSpent.newBuilder().setIdentity(identity).setAt(Times.stored(at)));
      case JoinToken.Use.Revoked(var at) ->
          stored.setRevoked(StoredTokenRevoked.newBuilder().setAt(Times.stored(at)));
    }
    return stored.build().toByteArray();
  }

  @Override
  public JoinToken decode(byte[] value) throws InvalidProtocolBufferException {
    StoredJoinToken stored = StoredJoinToken.parseFrom(value);
    return new JoinToken(
        new TokenId(stored.getId()),
        PeerKinds.kind(stored.getKind()),
        PeerKinds.cluster(stored.getCluster()),
        stored.getSecretHash(),
        Times.instant(stored.getCreatedAt()),
        Times.duration(stored.getTimeToLive()),
        stored.getNote(),
        use(stored));
  }

  private static JoinToken.Use use(StoredJoinToken stored) throws InvalidProtocolBufferException {
    return switch (stored.getUseCase()) {
      case OPEN -> new JoinToken.Use.Open();
      case SPENT ->
          new JoinToken.Use.Spent(
              stored.getSpent().getIdentity(), Times.instant(stored.getSpent().getAt()));
      case REVOKED -> new JoinToken.Use.Revoked(Times.instant(stored.getRevoked().getAt()));
      case USE_NOT_SET -> throw Unreadable.value(stored.getUseCase());
    };
  }
}
