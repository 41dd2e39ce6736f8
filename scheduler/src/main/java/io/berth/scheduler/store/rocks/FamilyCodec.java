package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredFamily;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** Revision counters on disk: family name =&gt; StoredFamily. */
final class FamilyCodec implements RowCodec<String, DefinitionFamily> {

  @Override
  public int family() {
    return 3;
  }

  @Override
  public Table<String, DefinitionFamily> table() {
    return Tables.FAMILIES;
  }

  @Override
  public byte[] key(String key) {
    return Keys.inFamily(family()).text(key).bytes();
  }

  @Override
  public byte[] encode(DefinitionFamily row) {
    return StoredFamily.newBuilder()
        .setName(row.name())
        .setLastRevision(row.lastRevision())
        .build()
        .toByteArray();
  }

  @Override
  public DefinitionFamily decode(byte[] value) throws InvalidProtocolBufferException {
    StoredFamily stored = StoredFamily.parseFrom(value);
    return new DefinitionFamily(stored.getName(), stored.getLastRevision());
  }
}
