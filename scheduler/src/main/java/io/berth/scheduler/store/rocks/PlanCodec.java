package io.berth.scheduler.store.rocks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredPlan;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.HexFormat;
import java.util.Set;

/** Compiled plans on disk: hash =&gt; StoredPlan. */
final class PlanCodec implements RowCodec<PlanHash, Plan> {
  private final Shared shared;

  PlanCodec(Shared shared) {
    this.shared = shared;
  }

  @Override
  public int family() {
    return 10;
  }

  @Override
  public Table<PlanHash, Plan> table() {
    return Tables.PLANS;
  }

  @Override
  public byte[] key(PlanHash key) {
    return Keys.inFamily(family()).text(key.digest().hex()).bytes();
  }

  @Override
  public byte[] encode(Plan row) {
    return StoredPlan.newBuilder()
        .setHash(stored(row.hash()))
        .setFamily(row.definition().family())
        .setRevision(row.definition().revision())
        .setOverrides(row.overrides())
        .setAsked(Amounts.stored(row.asked()))
        .addAllConstraints(Preferences.storedConstraints(row.constraints()))
        .setCompiled(ByteString.copyFrom(row.compiled().toArray()))
        .addAllRequires(row.requires().stream().sorted().toList())
        .build()
        .toByteArray();
  }

  @Override
  public Plan decode(byte[] value) throws InvalidProtocolBufferException {
    StoredPlan stored = StoredPlan.parseFrom(value);
    return new Plan(
        shared.one(hash(stored.getHash())),
        shared.one(new DefinitionId(stored.getFamily(), stored.getRevision())),
        stored.getOverrides(),
        shared.one(Amounts.shape(stored.getAsked())),
        Preferences.constraints(stored.getConstraintsList()),
        Bytes.of(stored.getCompiled().toByteArray()),
        Set.copyOf(stored.getRequiresList()));
  }

  static ByteString stored(PlanHash hash) {
    return ByteString.copyFrom(hash.toArray());
  }

  static PlanHash hash(ByteString stored) {
    return new PlanHash(new Fingerprint(HexFormat.of().formatHex(stored.toByteArray())));
  }
}
