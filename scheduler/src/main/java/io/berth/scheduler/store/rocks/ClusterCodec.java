package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.ClusterStatus;
import io.berth.proto.state.StoredBrake;
import io.berth.proto.state.StoredCluster;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** Clusters on disk: name =&gt; StoredCluster. */
final class ClusterCodec implements RowCodec<ClusterName, Cluster> {

  @Override
  public int family() {
    return 1;
  }

  @Override
  public Table<ClusterName, Cluster> table() {
    return Tables.CLUSTERS;
  }

  @Override
  public byte[] key(ClusterName key) {
    return Keys.inFamily(family()).text(key.text()).bytes();
  }

  @Override
  public byte[] encode(Cluster row) {
    StoredCluster.Builder stored =
        StoredCluster.newBuilder()
            .setName(row.name().text())
            .setStatus(stored(row.status()))
            .setCreatedAt(Times.stored(row.createdAt()))
            .putAllSettings(row.settings())
            .putAllTags(row.tags());
    row.brake().map(ClusterCodec::stored).ifPresent(stored::setBrake);
    return stored.build().toByteArray();
  }

  @Override
  public Cluster decode(byte[] value) throws InvalidProtocolBufferException {
    StoredCluster stored = StoredCluster.parseFrom(value);
    return new Cluster(
        new ClusterName(stored.getName()),
        status(stored.getStatus()),
        Times.instant(stored.getCreatedAt()),
        stored.getSettingsMap(),
        stored.getTagsMap(),
        stored.hasBrake() ? Optional.of(brake(stored.getBrake())) : Optional.empty());
  }

  private static StoredBrake stored(Cluster.Brake brake) {
    return StoredBrake.newBuilder()
        .setSince(Times.stored(brake.since()))
        .setSilent(brake.silent())
        .setHosts(brake.hosts())
        .build();
  }

  private static Cluster.Brake brake(StoredBrake stored) {
    return new Cluster.Brake(
        Times.instant(stored.getSince()), stored.getSilent(), stored.getHosts());
  }

  private static ClusterStatus stored(Cluster.Status status) {
    return switch (status) {
      case ACTIVE -> ClusterStatus.CLUSTER_STATUS_ACTIVE;
      case INACTIVE -> ClusterStatus.CLUSTER_STATUS_INACTIVE;
    };
  }

  private static Cluster.Status status(ClusterStatus stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case CLUSTER_STATUS_ACTIVE -> Cluster.Status.ACTIVE;
      case CLUSTER_STATUS_INACTIVE -> Cluster.Status.INACTIVE;
      case CLUSTER_STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
