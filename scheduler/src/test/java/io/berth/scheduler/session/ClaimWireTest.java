package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.HealthCheckPlan;
import io.berth.proto.agent.PortPlan;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.ServiceOrigin;
import io.berth.proto.agent.TargetOrigin;
import io.berth.proto.agent.TaskOrigin;
import io.berth.proto.agent.TaskPlan;
import io.berth.proto.agent.TaskShape;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.control.Claim;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape.DeviceAsk;
import io.berth.scheduler.model.TaskShape.PortLead;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host was promised comes back as what was once asked for. */
final class ClaimWireTest {
  private static final String GROUP = BalancerSamples.targetGroup(7).id().text();
  private final ClaimWire wire = new ClaimWire(facts());

  @Test
  void wholeAssignmentIsRead() throws ContractBrokenException {
    Claim claim = wire.read(whole().build(), Sighting.NONE);
    assertEquals(new TaskId(9, 9), claim.task());
    assertEquals(Optional.of(Samples.NOON), claim.origin().createdAt());
    assertEquals(Map.of("team", "a"), claim.origin().tags());
    assertEquals(
        Optional.of(
            new Claim.Member(
                "web",
                Optional.of(new DeploymentId(42)),
                List.of(new BalancedPort(GROUP, "web", 80)))),
        claim.origin().service());
    Claim.Content content = claim.content().orElseThrow();
    assertEquals("{}", content.overrides());
    assertEquals(new Resources(128, 64, 1, 0), content.asked().asked());
    assertEquals(
        List.of(new PortLead(new HostPort(HostPort.Protocol.TCP, 8_080), "web", 80)),
        content.asked().leads());
    assertEquals(List.of(new DeviceAsk("web", "gpu", 1)), content.asked().devices());
    assertEquals(List.of(new GivenDevice("web", "GPU-1")), content.devices());
    assertEquals(List.of(new Claim.Part("web", "web:1", true, true, 128, 64)), content.parts());
  }

  @Test
  void whatTheHostFilledInAndWhatTheTaskAloneWasGivenIsNoPartOfThePlan()
      throws ContractBrokenException, InvalidProtocolBufferException {
    Claim claim = wire.read(whole().build(), Sighting.NONE);
    ContainerPlan container =
        TaskPlan.parseFrom(claim.content().orElseThrow().compiled().toArray()).getContainers(0);
    assertEquals(0, container.getDeviceIdsCount());
    assertEquals(false, container.hasStopTimeoutMs());
    assertEquals(PullBehaviour.PULL_BEHAVIOUR_UNSPECIFIED, container.getPullBehaviour());
  }

  @Test
  void whatADefinitionSaidItselfIsPartOfThePlan()
      throws ContractBrokenException, InvalidProtocolBufferException {
    Assignment.Builder other = whole();
    other.getPlanBuilder().getContainersBuilder(0).setStopTimeoutMs(5_000);
    Claim claim = wire.read(other.build(), Sighting.NONE);
    assertEquals(
        5_000,
        TaskPlan.parseFrom(claim.content().orElseThrow().compiled().toArray())
            .getContainers(0)
            .getStopTimeoutMs());
  }

  @Test
  void whatIsTooLargeIsRefused() {
    Assignment.Builder large = whole();
    large.getPlanBuilder().getContainersBuilder(0).putEnvironment("A", "a".repeat(140_000));
    assertThrows(ContractBrokenException.class, () -> wire.read(large.build(), Sighting.NONE));
    Assignment.Builder overridden = whole();
    overridden.getOriginBuilder().setOverrides("a".repeat(20_000));
    assertThrows(ContractBrokenException.class, () -> wire.read(overridden.build(), Sighting.NONE));
  }

  private static Assignment.Builder whole() {
    ContainerPlan container =
        ContainerPlan.newBuilder()
            .setName("web")
            .setImage("web:1")
            .setEssential(true)
            .setCpuShares(128)
            .setMemoryHardBytes(64L << 20)
            .setPullBehaviour(PullBehaviour.PULL_BEHAVIOUR_ONCE)
            .setStopTimeoutMs(45_000)
            .setHealthCheck(HealthCheckPlan.newBuilder().addCommand("true"))
            .addDeviceIds("GPU-1")
            .addPorts(
                PortPlan.newBuilder()
                    .setContainerPort(80)
                    .setStaticHostPort(8_080)
                    .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP))
            .build();
    TaskOrigin origin =
        TaskOrigin.newBuilder()
            .setClusterName("default")
            .setDefinitionFamily("web")
            .setDefinitionRevision(1)
            .setDefinitionDigest(ByteString.copyFrom(new byte[32]))
            .setGroup("service:web")
            .setCreatedAt(Times.of(Samples.NOON))
            .putTags("team", "a")
            .setOverrides("{}")
            .setService(
                ServiceOrigin.newBuilder()
                    .setServiceName("web")
                    .setDeploymentId(new DeploymentId(42).text())
                    .addTargets(
                        TargetOrigin.newBuilder()
                            .setGroupId(GROUP)
                            .setContainerName("web")
                            .setContainerPort(80)))
            .setShape(
                TaskShape.newBuilder()
                    .setCpuUnits(128)
                    .setMemoryBytes(64L << 20)
                    .setDynamicTcpPorts(1))
            .build();
    return Assignment.newBuilder()
        .setTaskId(new TaskId(9, 9).text())
        .setDesired(DesiredTaskState.DESIRED_TASK_STATE_RUN)
        .setPlanHash(ByteString.copyFrom(new byte[32]))
        .setPlan(TaskPlan.newBuilder().addContainers(container))
        .setOrigin(origin);
  }

  private static HostFacts facts() {
    HostFacts some = Samples.host(1, Resources.NONE).facts();
    return new HostFacts(
        some.registered(),
        some.dynamicPorts(),
        some.reservedPorts(),
        some.addresses(),
        List.of(new HostFacts.Device("GPU-1", "gpu", "", 0)),
        some.attributes(),
        some.machine(),
        some.software(),
        new HostFacts.Defaults(Duration.ofSeconds(45), HostFacts.PullBehaviour.ONCE),
        some.features());
  }
}
