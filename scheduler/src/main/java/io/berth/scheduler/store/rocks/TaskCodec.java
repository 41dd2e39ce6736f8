package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredTask;
import io.berth.proto.state.TaskDesired;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

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
    StoredTask.Builder stored =
        StoredTask.newBuilder()
            .setIdHigh(row.id().high())
            .setIdLow(row.id().low())
            .setCluster(row.cluster().text())
            .setFamily(row.definition().family())
            .setRevision(row.definition().revision())
            .setHostHigh(row.host().high())
            .setHostLow(row.host().low())
            .setGroup(row.group())
            .setStartedBy(row.startedBy())
            .setDesired(stored(row.desired()))
            .setCreatedAt(Times.stored(row.createdAt()))
            .setVersion(row.version())
            .putAllTags(row.tags());
    TaskStates.store(row.state(), stored);
    return stored.build().toByteArray();
  }

  @Override
  public Task decode(byte[] value) throws InvalidProtocolBufferException {
    StoredTask stored = StoredTask.parseFrom(value);
    return new Task(
        new TaskId(stored.getIdHigh(), stored.getIdLow()),
        shared.one(new ClusterName(stored.getCluster())),
        shared.one(new DefinitionId(stored.getFamily(), stored.getRevision())),
        shared.one(new HostId(stored.getHostHigh(), stored.getHostLow())),
        shared.one(stored.getGroup()),
        shared.one(stored.getStartedBy()),
        desired(stored.getDesired()),
        TaskStates.state(stored),
        Times.instant(stored.getCreatedAt()),
        stored.getVersion(),
        stored.getTagsMap());
  }

  private static TaskDesired stored(Task.Desired desired) {
    return switch (desired) {
      case RUNNING -> TaskDesired.TASK_DESIRED_RUNNING;
      case STOPPED -> TaskDesired.TASK_DESIRED_STOPPED;
    };
  }

  private static Task.Desired desired(TaskDesired stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case TASK_DESIRED_RUNNING -> Task.Desired.RUNNING;
      case TASK_DESIRED_STOPPED -> Task.Desired.STOPPED;
      case TASK_DESIRED_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
