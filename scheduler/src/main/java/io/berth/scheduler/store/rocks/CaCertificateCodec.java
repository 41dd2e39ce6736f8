package io.berth.scheduler.store.rocks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.CaState;
import io.berth.proto.state.StoredCaCertificate;
import io.berth.proto.state.StoredCaCross;
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
    StoredCaCertificate.Builder stored =
        StoredCaCertificate.newBuilder()
            .setId(row.id().hex())
            .setCertificate(bytes(row.certificate()))
            .setSealedKey(row.sealedKey())
            .setCreatedAt(Times.stored(row.createdAt()))
            .setState(stored(row.state()));
    for (CaCertificate.Cross cross : row.crosses()) {
      stored.addCrosses(
          StoredCaCross.newBuilder()
              .setBy(cross.by().hex())
              .setCertificate(bytes(cross.certificate())));
    }
    return stored.build().toByteArray();
  }

  @Override
  public CaCertificate decode(byte[] value) throws InvalidProtocolBufferException {
    StoredCaCertificate stored = StoredCaCertificate.parseFrom(value);
    return new CaCertificate(
        new Fingerprint(stored.getId()),
        Bytes.of(stored.getCertificate().toByteArray()),
        stored.getSealedKey(),
        Times.instant(stored.getCreatedAt()),
        state(stored.getState()),
        stored.getCrossesList().stream().map(CaCertificateCodec::cross).toList());
  }

  private static CaCertificate.Cross cross(StoredCaCross stored) {
    return new CaCertificate.Cross(
        new Fingerprint(stored.getBy()), Bytes.of(stored.getCertificate().toByteArray()));
  }

  private static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  private static CaState stored(CaCertificate.State state) {
    return switch (state) {
      case ACTIVE -> CaState.CA_STATE_ACTIVE;
      case PREPARED -> CaState.CA_STATE_PREPARED;
      case TRUSTED -> CaState.CA_STATE_TRUSTED;
      case RETIRED -> CaState.CA_STATE_RETIRED;
    };
  }

  private static CaCertificate.State state(CaState stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case CA_STATE_ACTIVE -> CaCertificate.State.ACTIVE;
      case CA_STATE_PREPARED -> CaCertificate.State.PREPARED;
      case CA_STATE_TRUSTED -> CaCertificate.State.TRUSTED;
      case CA_STATE_RETIRED -> CaCertificate.State.RETIRED;
      case CA_STATE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
