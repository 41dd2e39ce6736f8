package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.RolloutState;
import io.berth.proto.state.StoredBalancedPort;
import io.berth.proto.state.StoredDeployment;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import java.util.Set;

/** Deployments on disk: 63-bit id =&gt; StoredDeployment. */
final class DeploymentCodec implements RowCodec<DeploymentId, Deployment> {
  private static final Names<Deployment.Rollout, RolloutState> ROLLOUTS =
      Names.of(
          Deployment.Rollout.class,
          Map.of(
              Deployment.Rollout.IN_PROGRESS, RolloutState.ROLLOUT_STATE_IN_PROGRESS,
              Deployment.Rollout.COMPLETED, RolloutState.ROLLOUT_STATE_COMPLETED));

  @Override
  public int family() {
    return 14;
  }

  @Override
  public Table<DeploymentId, Deployment> table() {
    return Tables.DEPLOYMENTS;
  }

  @Override
  public byte[] key(DeploymentId key) {
    return Keys.inFamily(family()).number(key.number()).bytes();
  }

  @Override
  public byte[] encode(Deployment row) {
    Deployment.Recipe recipe = row.recipe();
    StoredDeployment.Builder stored =
        StoredDeployment.newBuilder()
            .setId(row.id().number())
            .setCluster(row.service().cluster().text())
            .setService(row.service().name())
            .setPlace(row.place())
            .setFamily(recipe.definition().family())
            .setRevision(recipe.definition().revision())
            .setPlan(PlanCodec.stored(recipe.plan()))
            .addAllCheckedContainers(recipe.checkedContainers().stream().sorted().toList())
            .addAllPorts(recipe.ports().stream().map(DeploymentCodec::stored).toList())
            .setRollout(ROLLOUTS.stored(row.rollout()))
            .setFailedTasks(row.setbacks().failedTasks())
            .setDoublings(row.setbacks().doublings())
            .setCreatedAt(Times.stored(row.createdAt()))
            .setUpdatedAt(Times.stored(row.updatedAt()));
    Asks.stored(row.asked()).ifPresent(stored::setAsked);
    row.setbacks().retryAt().map(Times::stored).ifPresent(stored::setRetryAt);
    return stored.build().toByteArray();
  }

  @Override
  public Deployment decode(byte[] value) throws InvalidProtocolBufferException {
    StoredDeployment stored = StoredDeployment.parseFrom(value);
    return new Deployment(
        new DeploymentId(stored.getId()),
        new ServiceId(new ClusterName(stored.getCluster()), stored.getService()),
        stored.getPlace(),
        new Deployment.Recipe(
            new DefinitionId(stored.getFamily(), stored.getRevision()),
            PlanCodec.hash(stored.getPlan()),
            Set.copyOf(stored.getCheckedContainersList()),
            stored.getPortsList().stream().map(DeploymentCodec::port).toList()),
        ROLLOUTS.model(stored.getRollout()),
        new Deployment.Setbacks(
            stored.getFailedTasks(),
            stored.getDoublings(),
            Times.instant(stored.hasRetryAt(), stored.getRetryAt())),
        Asks.ask(stored.hasAsked(), stored.getAsked(), Times.instant(stored.getCreatedAt())),
        Times.instant(stored.getUpdatedAt()));
  }

  private static StoredBalancedPort stored(BalancedPort port) {
    return StoredBalancedPort.newBuilder()
        .setTargetGroup(port.targetGroup())
        .setContainer(port.container())
        .setContainerPort(port.containerPort())
        .build();
  }

  private static BalancedPort port(StoredBalancedPort stored) {
    return new BalancedPort(
        stored.getTargetGroup(), stored.getContainer(), stored.getContainerPort());
  }
}
