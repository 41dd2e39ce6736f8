package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredTask;
import io.berth.proto.state.StoredTaskLease;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** Tasks on disk: 128-bit id =&gt; StoredTask. */
final class TaskCodec implements RowCodec<TaskId, Task> {
  private final Shared shared;

  TaskCodec(Shared shared) {
    this.shared = shared;
  }

  @Override
  public int family() {
    return 5;
  }

  @Override
  public Table<TaskId, Task> table() {
    return Tables.TASKS;
  }

  @Override
  public byte[] key(TaskId key) {
    return Keys.inFamily(family()).number(key.high()).number(key.low()).bytes();
  }

  @Override
  public byte[] encode(Task row) {
    TaskOrder order = row.order();
    StoredTask.Builder stored =
        StoredTask.newBuilder()
            .setIdHigh(row.id().high())
            .setIdLow(row.id().low())
            .setCluster(row.cluster().text())
            .setFamily(order.definition().family())
            .setRevision(order.definition().revision())
            .setHostHigh(row.host().high())
            .setHostLow(row.host().low())
            .setPlan(PlanCodec.stored(order.plan()))
            .setAsked(Amounts.stored(order.asked()))
            .addAllDevices(order.devices().stream().map(Amounts::stored).toList())
            .setGroup(order.group())
            .setStartedBy(order.startedBy())
            .setCreatedAt(Times.stored(row.createdAt()))
            .setVersion(row.version())
            .putAllTags(row.tags());
    Wishes.store(row.wish(), stored);
    order
        .membership()
        .ifPresent(membership ->
            stored
                .setService(membership.service().name())
                .setDeployment(membership.deployment().number()));
    order.lease().map(TaskCodec::stored).ifPresent(stored::setLease);
    if (!row.sighting().equals(Sighting.NONE)) {
      stored.setSighting(Sightings.stored(row.sighting()));
    }
    return stored.build().toByteArray();
  }

  @Override
  public Task decode(byte[] value) throws InvalidProtocolBufferException {
    StoredTask stored = StoredTask.parseFrom(value);
    return new Task(
        new TaskId(stored.getIdHigh(), stored.getIdLow()),
        shared.one(new ClusterName(stored.getCluster())),
        shared.one(new HostId(stored.getHostHigh(), stored.getHostLow())),
        shared.one(order(stored)),
        Wishes.wish(stored),
        stored.hasSighting() ? Sightings.sighting(stored.getSighting(), shared) : Sighting.NONE,
        Times.instant(stored.getCreatedAt()),
        stored.getVersion(),
        stored.getTagsMap());
  }

  private TaskOrder order(StoredTask stored) throws InvalidProtocolBufferException {
    return new TaskOrder(
        shared.one(new DefinitionId(stored.getFamily(), stored.getRevision())),
        shared.one(PlanCodec.hash(stored.getPlan())),
        shared.one(Amounts.shape(stored.getAsked())),
        stored.getDevicesList().stream().map(Amounts::device).toList(),
        shared.one(stored.getGroup()),
        shared.one(stored.getStartedBy()),
        stored.getService().isEmpty() ? Optional.empty() : Optional.of(membership(stored)),
        stored.hasLease() ? Optional.of(lease(stored.getLease())) : Optional.empty());
  }

  private static StoredTaskLease stored(TaskLease lease) {
    return StoredTaskLease.newBuilder()
        .setNumber(lease.number())
        .setPatience(Times.stored(lease.patience()))
        .build();
  }

  private static TaskLease lease(StoredTaskLease stored) {
    return new TaskLease(stored.getNumber(), Times.duration(stored.getPatience()));
  }

  private Membership membership(StoredTask stored) {
    return shared.one(
        new Membership(
            new ServiceId(new ClusterName(stored.getCluster()), stored.getService()),
            new DeploymentId(stored.getDeployment())));
  }
}
