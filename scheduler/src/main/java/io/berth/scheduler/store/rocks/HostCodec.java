package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.HostStatus;
import io.berth.proto.state.StoredHost;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** Hosts on disk: 128-bit id =&gt; StoredHost. */
final class HostCodec implements RowCodec<HostId, Host> {
  private final Shared shared;

  HostCodec(Shared shared) {
    this.shared = shared;
  }

  @Override
  public int family() {
    return 2;
  }

  @Override
  public Table<HostId, Host> table() {
    return Tables.HOSTS;
  }

  @Override
  public byte[] key(HostId key) {
    return Keys.inFamily(family()).number(key.high()).number(key.low()).bytes();
  }

  @Override
  public byte[] encode(Host row) {
    return StoredHost.newBuilder()
        .setId(row.id().text())
        .setCluster(row.cluster().text())
        .setStatus(stored(row.status()))
        .setFacts(HostParts.stored(row.facts()))
        .putAllUsersAttributes(row.usersAttributes())
        .setContact(HostParts.stored(row.contact()))
        .setRegisteredAt(Times.stored(row.registeredAt()))
        .setVersion(row.version())
        .putAllTags(row.tags())
        .build()
        .toByteArray();
  }

  @Override
  public Host decode(byte[] value) throws InvalidProtocolBufferException {
    StoredHost stored = StoredHost.parseFrom(value);
    return new Host(
        shared.one(HostId.parse(stored.getId())),
        shared.one(new ClusterName(stored.getCluster())),
        status(stored.getStatus()),
        HostParts.facts(stored.getFacts()),
        stored.getUsersAttributesMap(),
        HostParts.contact(stored.getContact()),
        Times.instant(stored.getRegisteredAt()),
        stored.getVersion(),
        stored.getTagsMap());
  }

  private static HostStatus stored(Host.Status status) {
    return switch (status) {
      case ACTIVE -> HostStatus.HOST_STATUS_ACTIVE;
      case DRAINING -> HostStatus.HOST_STATUS_DRAINING;
      case SHUTTING_DOWN -> HostStatus.HOST_STATUS_SHUTTING_DOWN;
      case INACTIVE -> HostStatus.HOST_STATUS_INACTIVE;
    };
  }

  private static Host.Status status(HostStatus stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case HOST_STATUS_ACTIVE -> Host.Status.ACTIVE;
      case HOST_STATUS_DRAINING -> Host.Status.DRAINING;
      case HOST_STATUS_SHUTTING_DOWN -> Host.Status.SHUTTING_DOWN;
      case HOST_STATUS_INACTIVE -> Host.Status.INACTIVE;
      case HOST_STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
