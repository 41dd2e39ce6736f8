package io.berth.scheduler.store.rocks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.CaState;
import io.berth.proto.state.StoredCaCertificate;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** Certificate authorities on disk: fingerprint =&gt; StoredCaCertificate. */
final class CaCertificateCodec implements RowCodec<Fingerprint, CaCertificate> {

  @Override
  public int family() {
    return 8;
  }

  @Override
  public Table<Fingerprint, CaCertificate> table() {
    return Tables.CA_CERTIFICATES;
  }

  @Override
  public byte[] key(Fingerprint key) {
    return Keys.inFamily(family()).text(key.hex()).bytes();
  }

  @Override
  public byte[] encode(CaCertificate row) {
    return StoredCaCertificate.newBuilder()
        .setId(row.id().hex())
        .setCertificate(ByteString.copyFrom(row.certificate().toArray()))
        .setSealedKey(row.sealedKey())
        .setCreatedAt(Times.stored(row.createdAt()))
        .setState(stored(row.state()))
        .build()
        .toByteArray();
  }

  @Override
  public CaCertificate decode(byte[] value) throws InvalidProtocolBufferException {
    StoredCaCertificate stored = StoredCaCertificate.parseFrom(value);
    return new CaCertificate(
        new Fingerprint(stored.getId()),
        Bytes.of(stored.getCertificate().toByteArray()),
        stored.getSealedKey(),
        Times.instant(stored.getCreatedAt()),
        state(stored.getState()));
  }

  private static CaState stored(CaCertificate.State state) {
    return switch (state) {
      case ACTIVE -> CaState.CA_STATE_ACTIVE;
      case TRUSTED -> CaState.CA_STATE_TRUSTED;
      case RETIRED -> CaState.CA_STATE_RETIRED;
    };
  }

  private static CaCertificate.State state(CaState stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case CA_STATE_ACTIVE -> CaCertificate.State.ACTIVE;
      case CA_STATE_TRUSTED -> CaCertificate.State.TRUSTED;
      case CA_STATE_RETIRED -> CaCertificate.State.RETIRED;
      case CA_STATE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
