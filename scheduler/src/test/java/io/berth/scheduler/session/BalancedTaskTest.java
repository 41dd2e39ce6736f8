package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.ServiceOrigin;
import io.berth.proto.agent.TargetOrigin;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.ServiceSamples;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An agent keeps the ports of targets from others, so it must be told which tasks have some. */
class BalancedTaskTest {
  private static final ServiceId SERVICE = new ServiceId(SessionWorld.CLUSTER, "shop");
  private static final DeploymentId DEPLOYMENT = new DeploymentId(7);
  private static final TargetGroupId GROUP = new TargetGroupId(3);

  private final SessionWorld world = new SessionWorld();

  @Test
  void assignmentNamesTheServiceAndWhereItsTrafficComesFrom() {
    insert();
    var line = world.opened();

    ServiceOrigin told =
        line.stream()
            .received()
            .get(1)
            .getSyncChunk()
            .getChange()
            .getAssignments(0)
            .getOrigin()
            .getService();
    assertEquals(
        ServiceOrigin.newBuilder()
            .setServiceName("shop")
            .setDeploymentId(DEPLOYMENT.text())
            .addTargets(
                TargetOrigin.newBuilder()
                    .setGroupId(GROUP.text())
                    .setContainerName("app")
                    .setContainerPort(80))
            .build(),
        told);
  }

  private void insert() {
    Plan plan = SessionWorld.plan(Set.of());
    var order =
        new TaskOrder(
            SessionWorld.WEB,
            plan.hash(),
            plan.asked(),
            "service:shop",
            DEPLOYMENT.text(),
            Optional.of(new Membership(SERVICE, DEPLOYMENT)));
    var recipe =
        new Deployment.Recipe(
            SessionWorld.WEB,
            plan.hash(),
            Set.of(),
            List.of(new BalancedPort("targetgroup/shop/" + GROUP.text(), "app", 80)));
    var deployment =
        new Deployment(
            DEPLOYMENT,
            SERVICE,
            1,
            recipe,
            Deployment.Rollout.IN_PROGRESS,
            Deployment.Setbacks.NONE,
            ServiceSamples.asked(Samples.NOON),
            Samples.NOON);
    var task =
        new Task(
            new TaskId(0, 1),
            SessionWorld.CLUSTER,
            SessionWorld.HOST,
            order,
            new Wish.Run(),
            Sighting.NONE,
            Samples.NOON,
            1,
            Map.of());
    boolean _ =
        world.store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.DEPLOYMENTS, deployment);
              tx.insert(Tables.TASKS, task);
              return true;
            });
  }
}
