package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredInstallation;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** The one installation on disk: a fixed text =&gt; StoredInstallation. */
final class InstallationCodec implements RowCodec<String, Installation> {

  @Override
  public int family() {
    return 12;
  }

  @Override
  public Table<String, Installation> table() {
    return Tables.INSTALLATION;
  }

  @Override
  public byte[] key(String key) {
    return Keys.inFamily(family()).text(key).bytes();
  }

  @Override
  public byte[] encode(Installation row) {
    return StoredInstallation.newBuilder()
        .setAccount(row.account())
        .setRegion(row.region())
        .build()
        .toByteArray();
  }

  @Override
  public Installation decode(byte[] value) throws InvalidProtocolBufferException {
    StoredInstallation stored = StoredInstallation.parseFrom(value);
    return new Installation(stored.getAccount(), stored.getRegion());
  }
}
