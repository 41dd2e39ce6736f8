package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredHealthCheck;
import io.berth.proto.state.StoredTargetGroup;
import io.berth.proto.state.TargetKind;
import io.berth.proto.state.TargetProtocol;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.HealthCheck;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Target groups on disk: 64-bit id =&gt; StoredTargetGroup. */
final class TargetGroupCodec implements RowCodec<TargetGroupId, TargetGroup> {
  private static final Names<TargetGroup.Protocol, TargetProtocol> PROTOCOLS =
      Names.of(
          TargetGroup.Protocol.class,
          Map.of(TargetGroup.Protocol.HTTP, TargetProtocol.TARGET_PROTOCOL_HTTP));

  private static final Names<TargetGroup.TargetKind, TargetKind> KINDS =
      Names.of(
          TargetGroup.TargetKind.class,
          Map.of(
              TargetGroup.TargetKind.INSTANCE, TargetKind.TARGET_KIND_INSTANCE,
              TargetGroup.TargetKind.IP, TargetKind.TARGET_KIND_IP));

  @Override
  public int family() {
    return 17;
  }

  @Override
  public Table<TargetGroupId, TargetGroup> table() {
    return Tables.TARGET_GROUPS;
  }

  @Override
  public byte[] key(TargetGroupId key) {
    return Keys.inFamily(family()).number(key.bits()).bytes();
  }

  @Override
  public byte[] encode(TargetGroup row) {
    TargetGroup.Traffic traffic = row.traffic();
    StoredTargetGroup.Builder stored =
        StoredTargetGroup.newBuilder()
            .setId(row.id().bits())
            .setName(row.name())
            .setProtocol(PROTOCOLS.stored(traffic.protocol()))
            .setPort(traffic.port())
            .setTargetKind(KINDS.stored(traffic.kind()))
            .setVpc(traffic.vpc())
            .setCheck(stored(row.check()))
            .putAllAttributes(row.attributes())
            .setCreatedAt(Times.stored(row.createdAt()))
            .putAllTags(row.tags());
    row.balancer().map(BalancerId::bits).ifPresent(stored::setBalancerId);
    return stored.build().toByteArray();
  }

  @Override
  public TargetGroup decode(byte[] value) throws InvalidProtocolBufferException {
    StoredTargetGroup stored = StoredTargetGroup.parseFrom(value);
    return new TargetGroup(
        new TargetGroupId(stored.getId()),
        stored.getName(),
        new TargetGroup.Traffic(
            PROTOCOLS.model(stored.getProtocol()),
            stored.getPort(),
            KINDS.model(stored.getTargetKind()),
            stored.getVpc()),
        check(stored.getCheck()),
        stored.hasBalancerId()
            ? Optional.of(new BalancerId(stored.getBalancerId()))
            : Optional.empty(),
        stored.getAttributesMap(),
        Times.instant(stored.getCreatedAt()),
        stored.getTagsMap());
  }

  private static StoredHealthCheck stored(HealthCheck check) {
    StoredHealthCheck.Builder stored =
        StoredHealthCheck.newBuilder()
            .setPath(check.path())
            .setInterval(Times.stored(check.pace().interval()))
            .setTimeout(Times.stored(check.pace().timeout()))
            .setHealthyThreshold(check.thresholds().healthy())
            .setUnhealthyThreshold(check.thresholds().unhealthy())
            .setPasses(check.passes());
    check.port().ifPresent(stored::setPort);
    return stored.build();
  }

  private static HealthCheck check(StoredHealthCheck stored) {
    return new HealthCheck(
        stored.hasPort() ? OptionalInt.of(stored.getPort()) : OptionalInt.empty(),
        stored.getPath(),
        new HealthCheck.Pace(
            Times.duration(stored.getInterval()), Times.duration(stored.getTimeout())),
        new HealthCheck.Thresholds(stored.getHealthyThreshold(), stored.getUnhealthyThreshold()),
        stored.getPasses());
  }
}
