package io.berth.scheduler.api;

import static io.berth.scheduler.api.Definitions.container;
import static io.berth.scheduler.api.Definitions.containers;
import static io.berth.scheduler.api.Definitions.normal;
import static io.berth.scheduler.api.Definitions.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.DependencyCondition;
import io.berth.proto.agent.NetworkMode;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.TaskPlan;
import io.berth.proto.agent.VolumePlan;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.HostPort.Protocol;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** What agents are told, and what placement counts. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class PlanCompilerTest {
  private static final long MIB = 1L << 20;

  private static CompiledPlan compile(RegisterTaskDefinitionRequest request) {
    return PlanCompiler.compile(normal(request), null);
  }

  private static ContainerPlan one(Consumer<ContainerDefinition.Builder> change) {
    return compile(with(change)).plan().getContainers(0);
  }

  @Test
  void aBareContainerHasEveryDefaultButThoseOfItsHost() {
    assertEquals(
        """
        name: "app"
        image: "busybox"
        essential: true
        cpu_shares: 2
        memory_hard_bytes: 67108864
        log {
          driver: "json-file"
        }
        """,
        one(_ -> {}).toString());
    assertFalse(one(_ -> {}).hasStopTimeoutMs());
    assertEquals(PullBehaviour.PULL_BEHAVIOUR_UNSPECIFIED, one(_ -> {}).getPullBehaviour());
  }

  @Test
  void processAndRightsGoOver() {
    ContainerPlan plan =
        one(it ->
            it.command("sleep", "9")
                .entryPoint("/init")
                .environment(pair -> pair.name("A").value("b"), pair -> pair.name("C"))
                .user("1:2")
                .workingDirectory("/w")
                .interactive(true)
                .pseudoTerminal(true)
                .privileged(true)
                .readonlyRootFilesystem(true)
                .systemControls(control -> control.namespace("kernel.x").value("1"))
                .dockerLabels(Map.of("l", "v"))
                .linuxParameters(linux ->
                    linux
                        .capabilities(cap -> cap.add("NET_ADMIN").drop("ALL"))
                        .initProcessEnabled(true)));

    assertEquals(List.of("sleep", "9"), plan.getCommand().getWordsList());
    assertEquals(List.of("/init"), plan.getEntryPoint().getWordsList());
    assertEquals(Map.of("A", "b", "C", ""), plan.getEnvironmentMap());
    assertEquals("1:2", plan.getUser());
    assertEquals("/w", plan.getWorkingDirectory());
    assertEquals(
        List.of(true, true, true, true, true),
        List.of(
            plan.getInteractive(),
            plan.getPseudoTerminal(),
            plan.getPrivileged(),
            plan.getReadOnlyRoot(),
            plan.getInitProcess()));
    assertEquals(Map.of("kernel.x", "1"), plan.getSysctlsMap());
    assertEquals(Map.of("l", "v"), plan.getLabelsMap());
    assertEquals(List.of("NET_ADMIN"), plan.getCapabilitiesAddList());
    assertEquals(List.of("ALL"), plan.getCapabilitiesDropList());
  }

  @Test
  void resourcesNetworkAndFilesGoOver() {
    ContainerPlan plan =
        one(it ->
            it.cpu(512)
                .memory(128)
                .memoryReservation(64)
                .hostname("h")
                .dnsServers("1.1.1.1")
                .dnsSearchDomains("d")
                .extraHosts(host -> host.hostname("x").ipAddress("10.0.0.1"))
                .ulimits(limit -> limit.name("nofile").softLimit(1).hardLimit(-1))
                .linuxParameters(linux ->
                    linux
                        .sharedMemorySize(2)
                        .tmpfs(tmpfs -> tmpfs.containerPath("/t").size(3))
                        .devices(
                            device -> device.hostPath("/dev/a").permissionsWithStrings("read"))));

    assertEquals(512, plan.getCpuShares());
    assertEquals(128 * MIB, plan.getMemoryHardBytes());
    assertEquals(64 * MIB, plan.getMemorySoftBytes());
    assertEquals(2 * MIB, plan.getShmSizeBytes());
    assertEquals("h", plan.getHostname());
    assertEquals(List.of("1.1.1.1"), plan.getDnsServersList());
    assertEquals(List.of("d"), plan.getDnsSearchDomainsList());
    assertEquals("10.0.0.1", plan.getExtraHosts(0).getAddress());
    assertEquals(-1, plan.getResourceLimits(0).getHard());
    assertEquals(3 * MIB, plan.getTmpfs(0).getSizeBytes());
    assertEquals("/dev/a", plan.getDeviceNodes(0).getContainerPath());
    assertFalse(plan.getDeviceNodes(0).getWrite());
  }

  @Test
  void lifecycleGoesOver() {
    ContainerDefinition first =
        container(
            "first",
            it ->
                it.stopTimeout(0)
                    .startTimeout(7)
                    .restartPolicy(policy -> policy.enabled(true).ignoredExitCodes(3))
                    .healthCheck(check -> check.command("CMD-SHELL", "true").interval(9)));
    ContainerDefinition second =
        container(
            "second", it -> it.dependsOn(on -> on.containerName("first").condition("HEALTHY")));
    TaskPlan plan = compile(containers(first, second)).plan();

    assertEquals(true, plan.getContainers(0).hasStopTimeoutMs());
    assertEquals(7_000, plan.getContainers(0).getStartTimeoutMs());
    assertEquals(300_000, plan.getContainers(0).getRestartPolicy().getAttemptPeriodMs());
    assertEquals(List.of("true"), plan.getContainers(0).getHealthCheck().getCommandList());
    assertEquals(9_000, plan.getContainers(0).getHealthCheck().getIntervalMs());
    assertEquals(3, plan.getContainers(0).getHealthCheck().getRetries());
    assertEquals(
        DependencyCondition.DEPENDENCY_CONDITION_HEALTHY,
        plan.getContainers(1).getDependsOn(0).getCondition());
  }

  @Test
  void volumesAreOfThreeKinds() {
    TaskPlan plan =
        compile(
                with(it ->
                        it.mountPoints(
                            mount -> mount.sourceVolume("a").containerPath("/a").readOnly(true)))
                    .copy(task ->
                        task.volumes(
                            volume -> volume.name("a"),
                            volume -> volume.name("b").host(host -> host.sourcePath("/b")),
                            volume ->
                                volume
                                    .name("c")
                                    .dockerVolumeConfiguration(
                                        it -> it.scope("shared").autoprovision(true)))))
            .plan();

    assertEquals(
        List.of(
            VolumePlan.SourceCase.EMPTY,
            VolumePlan.SourceCase.HOST_PATH,
            VolumePlan.SourceCase.NAMED),
        plan.getVolumesList().stream().map(VolumePlan::getSourceCase).toList());
    assertEquals(true, plan.getVolumes(2).getNamed().getCreateIfMissing());
    assertEquals(true, plan.getContainers(0).getMounts(0).getReadOnly());
  }

  @Test
  void theShapeCountsSoftMemoryAndBothKindsOfPorts() {
    CompiledPlan plan =
        compile(
            containers(
                container(
                    "a",
                    it ->
                        it.cpu(100)
                            .memory(64)
                            .memoryReservation(32)
                            .portMappings(
                                port -> port.containerPort(80),
                                port -> port.containerPort(53).hostPort(53).protocol("udp"))),
                container("b", it -> it.cpu(28))));

    assertEquals(
        new TaskShape(
            new Resources(128, 96, 1, 0),
            Map.of(),
            List.of(new TaskShape.PortLead(new HostPort(Protocol.UDP, 53), "a", 53)),
            List.of()),
        plan.asked());
    assertFalse(plan.plan().getContainers(0).getPorts(0).hasStaticHostPort());
    assertEquals(53, plan.plan().getContainers(0).getPorts(1).getStaticHostPort());
  }

  @Test
  void sizeOfTheTaskCountsAndLimitsEachContainerWithoutALimitOfItsOwn() {
    CompiledPlan plan =
        compile(
            containers(
                    container("own", it -> it.cpu(100).memory(64)),
                    container("none", it -> it.memory(null)),
                    container("soft", it -> it.memory(null).memoryReservation(32)))
                .copy(task -> task.cpu("0.5 vCPU").memory("256")));

    assertEquals(new Resources(512, 256, 0, 0), plan.asked().asked());
    assertEquals(
        List.of(64 * MIB, 256 * MIB, 256 * MIB),
        plan.plan().getContainersList().stream().map(ContainerPlan::getMemoryHardBytes).toList());
    assertEquals(
        List.of(512, 512, 512),
        plan.plan().getContainersList().stream().map(ContainerPlan::getCpuLimitUnits).toList());
    assertFalse(one(_ -> {}).hasCpuLimitUnits());
  }

  @Test
  void gpusAreAskedForByContainer() {
    RegisterTaskDefinitionRequest two =
        containers(
            container("none", _ -> {}),
            container("one", it -> it.resourceRequirements(gpu -> gpu.type("GPU").value("1"))),
            container("many", it -> it.resourceRequirements(gpu -> gpu.type("GPU").value("3"))));

    assertEquals(
        List.of(
            new TaskShape.DeviceAsk("one", "gpu", 1), new TaskShape.DeviceAsk("many", "gpu", 3)),
        compile(two).asked().devices());
  }

  @Test
  void gpusAreOverriddenByContainer() {
    TaskDefinition one =
        normal(with(it -> it.resourceRequirements(gpu -> gpu.type("GPU").value("1"))));
    TaskOverride more =
        TaskOverride.builder()
            .containerOverrides(
                it -> it.name("app").resourceRequirements(gpu -> gpu.type("GPU").value("2")))
            .build();
    TaskOverride silent =
        TaskOverride.builder()
            .containerOverrides(it -> it.name("app").resourceRequirements(List.of()))
            .build();

    assertEquals(
        List.of(new TaskShape.DeviceAsk("app", "gpu", 2)),
        PlanCompiler.compile(one, more).asked().devices());
    assertEquals(
        List.of(new TaskShape.DeviceAsk("app", "gpu", 1)),
        PlanCompiler.compile(one, silent).asked().devices());
  }

  @Test
  void eachProtocolHasItsOwnPortsToPick() {
    CompiledPlan plan =
        compile(
            with(it ->
                it.portMappings(
                    port -> port.containerPort(53).protocol("udp"),
                    port -> port.containerPort(54).protocol("udp").hostPort(0),
                    port -> port.containerPort(53).protocol("tcp"))));

    assertEquals(1, plan.asked().asked().dynamicTcpPorts());
    assertEquals(2, plan.asked().asked().dynamicUdpPorts());
  }

  @Test
  void sizeOfTheTaskIsOverridden() {
    TaskOverride override = TaskOverride.builder().cpu("1 vCPU").memory("1 GB").build();
    CompiledPlan plan =
        PlanCompiler.compile(
            normal(with(it -> it.memory(null)).copy(task -> task.memory("256"))), override);

    assertEquals(new Resources(1_024, 1_024, 0, 0), plan.asked().asked());
    assertEquals(1_024 * MIB, plan.plan().getContainers(0).getMemoryHardBytes());
    assertEquals(1_024, plan.plan().getContainers(0).getCpuLimitUnits());
  }

  @Test
  void inTheHostsNetworkEveryPortIsFixed() {
    CompiledPlan plan =
        compile(
            with(it -> it.portMappings(port -> port.containerPort(80)))
                .copy(task -> task.networkMode("host")));

    HostPort port = new HostPort(Protocol.TCP, 80);
    assertEquals(List.of(port), plan.asked().staticPorts());
    assertEquals(List.of(new TaskShape.PortLead(port, "app", 80)), plan.asked().leads());
    assertEquals(NetworkMode.NETWORK_MODE_HOST, plan.plan().getNetworkMode());
    assertEquals(80, plan.plan().getContainers(0).getPorts(0).getStaticHostPort());
  }

  @Test
  void overridesReplaceAndMerge() {
    TaskOverride override =
        TaskOverride.builder()
            .containerOverrides(it ->
                it.name("app")
                    .command("new")
                    .cpu(7)
                    .memory(32)
                    .environment(
                        pair -> pair.name("B").value("2"), pair -> pair.name("C").value("3")))
            .build();
    CompiledPlan compiled =
        PlanCompiler.compile(
            normal(
                with(it ->
                    it.command("old")
                        .entryPoint("e")
                        .environment(
                            pair -> pair.name("A").value("1"), pair -> pair.name("B").value("1")))),
            override);
    ContainerPlan plan = compiled.plan().getContainers(0);

    assertEquals(List.of("new"), plan.getCommand().getWordsList());
    assertEquals(List.of("e"), plan.getEntryPoint().getWordsList());
    assertEquals(Map.of("A", "1", "B", "2", "C", "3"), plan.getEnvironmentMap());
    assertEquals(new Resources(7, 32, 0, 0), compiled.asked().asked());
  }

  @Test
  void emptyCommandInAnOverrideTakesTheDefinitionsAway() {
    TaskOverride override =
        TaskOverride.builder().containerOverrides(it -> it.name("app").command(List.of())).build();
    TaskOverride silent = TaskOverride.builder().containerOverrides(it -> it.name("app")).build();
    TaskDefinition definition = normal(with(it -> it.command("old")));

    assertFalse(PlanCompiler.compile(definition, override).plan().getContainers(0).hasCommand());
    assertTrue(PlanCompiler.compile(definition, silent).plan().getContainers(0).hasCommand());
  }

  @Test
  void overridesOfStrangersAndImpossibleOnesAreRefused() {
    TaskOverride ghost = TaskOverride.builder().containerOverrides(it -> it.name("ghost")).build();
    TaskOverride tooMuch =
        TaskOverride.builder()
            .containerOverrides(it -> it.name("app").memoryReservation(64))
            .build();

    ApiError refusal =
        assertThrows(ApiError.class, () -> PlanCompiler.compile(normal(with(_ -> {})), ghost));

    assertEquals("InvalidParameterException", refusal.code());
    assertEquals(
        "Override for container named ghost is not a container in the TaskDefinition.",
        refusal.sentence());
    assertThrows(ApiError.class, () -> PlanCompiler.compile(normal(with(_ -> {})), tooMuch));
  }

  @Test
  void equalPlansHaveEqualBytes() {
    CompiledPlan plan = compile(with(it -> it.dockerLabels(Map.of("a", "1", "b", "2", "c", "3"))));
    CompiledPlan same = compile(with(it -> it.dockerLabels(Map.of("c", "3", "b", "2", "a", "1"))));

    assertEquals(plan.bytes(), same.bytes());
  }
}
