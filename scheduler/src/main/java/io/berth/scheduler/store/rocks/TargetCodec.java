package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredTarget;
import io.berth.proto.state.StoredTargetActive;
import io.berth.proto.state.StoredTargetDraining;
import io.berth.proto.state.StoredTargetGone;
import io.berth.proto.state.StoredTargetTask;
import io.berth.proto.state.TargetReason;
import io.berth.proto.state.TargetVerdict;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetHealth.Reason;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import java.util.OptionalInt;

/** Targets on disk: 128-bit id =&gt; StoredTarget. */
final class TargetCodec implements RowCodec<TargetId, Target> {
  private static final Names<Verdict, TargetVerdict> VERDICTS =
      Names.of(
          Verdict.class,
          Map.of(
              Verdict.INITIAL, TargetVerdict.TARGET_VERDICT_INITIAL,
              Verdict.HEALTHY, TargetVerdict.TARGET_VERDICT_HEALTHY,
              Verdict.UNHEALTHY, TargetVerdict.TARGET_VERDICT_UNHEALTHY));

  private static final Names<Reason, TargetReason> REASONS =
      Names.of(
          Reason.class,
          Map.of(
              Reason.NONE, TargetReason.TARGET_REASON_UNSPECIFIED,
              Reason.STATUS_MISMATCH, TargetReason.TARGET_REASON_STATUS_MISMATCH,
              Reason.TIMEOUT, TargetReason.TARGET_REASON_TIMEOUT,
              Reason.CONNECTION_FAILED, TargetReason.TARGET_REASON_CONNECTION_FAILED,
              Reason.PROXY_FAULT, TargetReason.TARGET_REASON_PROXY_FAULT));

  private final Shared shared;

  TargetCodec(Shared shared) {
    this.shared = shared;
  }

  @Override
  public int family() {
    return 20;
  }

  @Override
  public Table<TargetId, Target> table() {
    return Tables.TARGETS;
  }

  @Override
  public byte[] key(TargetId key) {
    return Keys.inFamily(family()).number(key.high()).number(key.low()).bytes();
  }

  @Override
  public byte[] encode(Target row) {
    TargetHealth health = row.health();
    StoredTarget.Builder stored =
        StoredTarget.newBuilder()
            .setIdHigh(row.id().high())
            .setIdLow(row.id().low())
            .setGroupId(row.group().bits())
            .setShownAs(row.shownAs())
            .setAddress(row.address().host())
            .setPort(row.address().port())
            .setVerdict(VERDICTS.stored(health.verdict()))
            .setReason(REASONS.stored(health.reason()))
            .setJudgedAt(Times.stored(health.since()))
            .setRegisteredAt(Times.stored(row.registeredAt()));
    health.status().ifPresent(stored::setStatusCode);
    switch (row.origin()) {
      case Target.Origin.OfTask task -> stored.setTask(stored(task));
      case Target.Origin.ByHand() -> stored.clearTask();
    }
    switch (row.state()) {
      case Target.State.Active() -> stored.setActive(StoredTargetActive.getDefaultInstance());
      case Target.State.Draining(var since, var until) ->
          stored.setDraining(
              StoredTargetDraining.newBuilder()
                  .setSince(Times.stored(since))
                  .setUntil(Times.stored(until)));
      case Target.State.Gone(var since) ->
          stored.setGone(StoredTargetGone.newBuilder().setSince(Times.stored(since)));
    }
    return stored.build().toByteArray();
  }

  @Override
  public Target decode(byte[] value) throws InvalidProtocolBufferException {
    StoredTarget stored = StoredTarget.parseFrom(value);
    return new Target(
        new TargetId(stored.getIdHigh(), stored.getIdLow()),
        shared.one(new TargetGroupId(stored.getGroupId())),
        stored.hasTask() ? task(stored.getTask()) : new Target.Origin.ByHand(),
        shared.one(stored.getShownAs()),
        new Target.Address(shared.one(stored.getAddress()), stored.getPort()),
        state(stored),
        new TargetHealth(
            VERDICTS.model(stored.getVerdict()),
            REASONS.model(stored.getReason()),
            stored.hasStatusCode() ? OptionalInt.of(stored.getStatusCode()) : OptionalInt.empty(),
            Times.instant(stored.getJudgedAt())),
        Times.instant(stored.getRegisteredAt()));
  }

  private static StoredTargetTask stored(Target.Origin.OfTask task) {
    return StoredTargetTask.newBuilder()
        .setTaskHigh(task.task().high())
        .setTaskLow(task.task().low())
        .setHostHigh(task.host().high())
        .setHostLow(task.host().low())
        .setContainer(task.container())
        .setContainerPort(task.containerPort())
        .build();
  }

  private Target.Origin task(StoredTargetTask stored) {
    return new Target.Origin.OfTask(
        new TaskId(stored.getTaskHigh(), stored.getTaskLow()),
        shared.one(new HostId(stored.getHostHigh(), stored.getHostLow())),
        shared.one(stored.getContainer()),
        stored.getContainerPort());
  }

  private static Target.State state(StoredTarget stored) throws InvalidProtocolBufferException {
    return switch (stored.getStateCase()) {
      case ACTIVE -> new Target.State.Active();
      case DRAINING ->
          new Target.State.Draining(
              Times.instant(stored.getDraining().getSince()),
              Times.instant(stored.getDraining().getUntil()));
      case GONE -> new Target.State.Gone(Times.instant(stored.getGone().getSince()));
      case STATE_NOT_SET -> throw Unreadable.value(stored.getStateCase());
    };
  }
}
