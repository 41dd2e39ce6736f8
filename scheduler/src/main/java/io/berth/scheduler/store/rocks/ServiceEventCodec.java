package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredServiceEvent;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.UUID;

/** Events of services on disk: cluster, service, number =&gt; StoredServiceEvent. */
final class ServiceEventCodec implements RowCodec<ServiceEvent.Key, ServiceEvent> {

  @Override
  public int family() {
    return 15;
  }

  @Override
  public Table<ServiceEvent.Key, ServiceEvent> table() {
    return Tables.SERVICE_EVENTS;
  }

  @Override
  public byte[] key(ServiceEvent.Key key) {
    return Keys.inFamily(family())
        .text(key.service().cluster().text())
        .text(key.service().name())
        .number(key.number())
        .bytes();
  }

  @Override
  public byte[] encode(ServiceEvent row) {
    return StoredServiceEvent.newBuilder()
        .setCluster(row.key().service().cluster().text())
        .setService(row.key().service().name())
        .setNumber(row.key().number())
        .setIdHigh(row.id().getMostSignificantBits())
        .setIdLow(row.id().getLeastSignificantBits())
        .setAt(Times.stored(row.at()))
        .setMessage(row.message())
        .build()
        .toByteArray();
  }

  @Override
  public ServiceEvent decode(byte[] value) throws InvalidProtocolBufferException {
    StoredServiceEvent stored = StoredServiceEvent.parseFrom(value);
    return new ServiceEvent(
        new ServiceEvent.Key(
            new ServiceId(new ClusterName(stored.getCluster()), stored.getService()),
            stored.getNumber()),
        new UUID(stored.getIdHigh(), stored.getIdLow()),
        Times.instant(stored.getAt()),
        stored.getMessage());
  }
}
