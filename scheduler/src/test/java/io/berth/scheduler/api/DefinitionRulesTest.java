package io.berth.scheduler.api;

import static io.berth.scheduler.api.Definitions.container;
import static io.berth.scheduler.api.Definitions.containers;
import static io.berth.scheduler.api.Definitions.task;
import static io.berth.scheduler.api.Definitions.times;
import static io.berth.scheduler.api.Definitions.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Volume;

/** A row per rule: what is refused, with which code, and in which words. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class DefinitionRulesTest {
  private static final String CLIENT = "ClientException";
  private static final String PARAMETER = "InvalidParameterException";

  private static Arguments row(RegisterTaskDefinitionRequest request, String words) {
    return Arguments.of(words, CLIENT, request);
  }

  private static Arguments row(Consumer<ContainerDefinition.Builder> container, String words) {
    return row(with(container), words);
  }

  private static Arguments onTask(
      Consumer<RegisterTaskDefinitionRequest.Builder> change, String words) {
    return row(task(change), words);
  }

  static Stream<Arguments> tasks() {
    return Stream.of(
        onTask(task -> task.family(null), "Family should not be null or empty."),
        onTask(task -> task.family(""), "Family should not be null or empty."),
        onTask(task -> task.family("a b"), "Family contains invalid characters"),
        onTask(task -> task.family("f".repeat(256)), "Family contains invalid characters"),
        row(containers(), "Container list cannot be empty."),
        row(
            containers(
                IntStream.range(0, 11)
                    .mapToObj(number -> container("c" + number))
                    .toArray(ContainerDefinition[]::new)),
            "at most 10 containers"),
        row(containers(container("a"), container("a")), "Container names must be unique."),
        row(
            containers(container("a", one -> one.essential(false))),
            "at least one essential container"),
        onTask(task -> task.cpu("many"), "Invalid 'cpu' setting for task."),
        onTask(task -> task.cpu("127"), "Invalid 'cpu' setting for task."),
        onTask(task -> task.cpu("193 vcpu"), "Invalid 'cpu' setting for task."),
        onTask(task -> task.cpu("1 GB"), "Invalid 'cpu' setting for task."),
        onTask(task -> task.cpu("128.5"), "Invalid 'cpu' setting for task."),
        onTask(task -> task.memory("-1"), "Invalid 'memory' setting for task."),
        onTask(task -> task.memory("1e9"), "Invalid 'memory' setting for task."),
        onTask(task -> task.memory("63"), "sum of all container 'memoryReservation'"),
        row(
            with(one -> one.cpu(200)).copy(task -> task.cpu("128")),
            "The sum of all container 'cpu' values"),
        row(
            with(one -> one.memory(99).memoryReservation(10)).copy(task -> task.memory("98")),
            "cannot be greater than the value of the task"),
        onTask(
            task -> task.placementConstraints(one -> one.type("memberOf")),
            "PlacementConstraint.expression should not be null or empty."),
        onTask(
            task -> task.requiresCompatibilitiesWithStrings("EXTERNAL").networkMode("awsvpc"),
            "EXTERNAL does not support network mode 'awsvpc'."),
        onTask(
            task -> task.requiresCompatibilitiesWithStrings("FARGATE"),
            "Fargate only supports network mode 'awsvpc'."),
        onTask(
            task -> task.requiresCompatibilitiesWithStrings("FARGATE").networkMode("awsvpc"),
            "Fargate requires that 'cpu' be defined at the task level."),
        onTask(
            task -> task.ephemeralStorage(one -> one.sizeInGiB(20)), "EphemeralStorage.sizeInGiB"));
  }

  static Stream<Arguments> volumes() {
    Volume data = Volume.builder().name("data").build();
    return Stream.of(
        onTask(task -> task.volumes(data, data), "Volume names must be unique."),
        onTask(task -> task.volumes(one -> one.name("")), "Volume.name should not be null"),
        onTask(
            task -> task.volumes(one -> one.name("v").host(host -> host.sourcePath("here"))),
            "Volume.host.sourcePath must be an absolute path"),
        onTask(
            task ->
                task.volumes(one ->
                    one.name("v")
                        .host(_ -> {})
                        .efsVolumeConfiguration(efs -> efs.fileSystemId("f"))),
            "more than one configuration"),
        onTask(
            task ->
                task.volumes(
                    one -> one.name("v").dockerVolumeConfiguration(two -> two.autoprovision(true))),
            "only when its scope is 'shared'"),
        row(
            one -> one.mountPoints(mount -> mount.sourceVolume("x").containerPath("/x")),
            "Unknown volume 'x'."),
        row(
            with(one -> one.mountPoints(mount -> mount.sourceVolume("data").containerPath("x")))
                .copy(task -> task.volumes(data)),
            "MountPoint.containerPath must be an absolute path"));
  }

  static Stream<Arguments> oneContainer() {
    return Stream.of(
        row(one -> one.name(null), "Container.name should not be null or empty."),
        row(one -> one.name("a/b"), "Container.name contains invalid characters"),
        row(one -> one.image(""), "Container.image should not be null or empty."),
        row(one -> one.image("a b"), "Container.image contains invalid characters."),
        row(
            one -> one.memory(null),
            "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation'"
                + " must be specified."),
        row(one -> one.memory(5), "Container.memory must be between 6"),
        row(one -> one.memoryReservation(64), "'memory' must be greater"),
        row(one -> one.cpu(-1), "Container.cpu must be between 0"),
        row(one -> one.command(times(1_001, "a")), "Container.command must have at most"),
        row(one -> one.command("a".repeat(100_000)), "Container.command is too long."),
        row(one -> one.workingDirectory("here"), "Container.workingDirectory must be an absolute"),
        row(one -> one.user("u".repeat(256)), "Container.user must have at most 255"),
        row(
            one -> one.environment(pair -> pair.value("v")),
            "Container.environment.name should not be null or empty."),
        row(
            one -> one.environment(pair -> pair.name("A=B").value("v")),
            "Container.environment.name must not contain '='."),
        row(one -> one.secrets(secret -> secret.name("n")), "Secret.valueFrom should not be null"),
        row(one -> one.extraHosts(host -> host.hostname("h")), "HostEntry.ipAddress"),
        row(one -> one.dnsServers(times(17, "1.1.1.1")), "Container.dnsServers must have at most"),
        row(one -> one.systemControls(control -> control.namespace("a")), "SystemControl.value"),
        row(
            with(one -> one.systemControls(net -> net.namespace("net.x").value("1")))
                .copy(task -> task.networkMode("host")),
            "System control 'net.x' is not allowed when networkMode=host."),
        row(
            with(one -> one.links("a")).copy(task -> task.networkMode("host")),
            "Links are not supported when networkMode=host."),
        row(
            with(one -> one.hostname("a")).copy(task -> task.networkMode("awsvpc")),
            "Hostname is not supported when networkMode=awsvpc."),
        row(one -> one.dockerLabels(Map.of("", "v")), "Container.dockerLabels key should not be"),
        row(
            one -> one.ulimits(limit -> limit.name("nofile").softLimit(1)),
            "Ulimit.softLimit and Ulimit.hardLimit should not be null."),
        row(
            one -> one.ulimits(limit -> limit.name("nofile").softLimit(2).hardLimit(1)),
            "Ulimit.softLimit cannot be greater than Ulimit.hardLimit."),
        row(
            one -> one.ulimits(limit -> limit.name("nofile").softLimit(-1).hardLimit(1)),
            "Ulimit.softLimit cannot be greater than Ulimit.hardLimit."),
        row(one -> one.restartPolicy(_ -> {}), "RestartPolicy.enabled should not be null."),
        row(
            one -> one.restartPolicy(policy -> policy.enabled(true).restartAttemptPeriod(59)),
            "RestartPolicy.restartAttemptPeriod must be between 60"),
        row(one -> one.stopTimeout(-1), "Container.stopTimeout must be between 0"),
        row(one -> one.startTimeout(0), "Container.startTimeout must be between 1"));
  }

  static Stream<Arguments> requirements() {
    return Stream.of(
        row(
            one -> one.resourceRequirements(gpu -> gpu.type("GPU")),
            "ResourceRequirement.value should not be null or empty."),
        gpus("0"),
        gpus("-1"),
        gpus("+1"),
        gpus("01"),
        gpus("1.5"),
        gpus("many"),
        gpus("257"),
        gpus("99999999999"),
        row(
            one ->
                one.resourceRequirements(
                    gpu -> gpu.type("GPU").value("1"), gpu -> gpu.type("GPU").value("2")),
            "The types of Container.resourceRequirements must be unique."),
        row(
            containers(
                container(
                    "a", one -> one.resourceRequirements(gpu -> gpu.type("GPU").value("256"))),
                container("b", one -> one.resourceRequirements(gpu -> gpu.type("GPU").value("1")))),
            "The containers of a task can have at most 256 GPUs, not 257."));
  }

  private static Arguments gpus(String value) {
    return row(
        one -> one.resourceRequirements(gpu -> gpu.type("GPU").value(value)),
        "ResourceRequirement.value of type GPU must be a whole number from 1 to 256, not '"
            + value
            + "'.");
  }

  static Stream<Arguments> healthAndLinux() {
    return Stream.of(
        health(_ -> {}, "Health check command of container 'app' is empty."),
        health(check -> check.command("curl"), "must be CMD with words"),
        health(check -> check.command("CMD"), "must be CMD with words"),
        health(check -> check.command("CMD-SHELL", "a", "b"), "must be CMD with words"),
        health(check -> check.command("CMD", "a").interval(4), "HealthCheck.interval"),
        health(check -> check.command("CMD", "a").timeout(61), "HealthCheck.timeout"),
        health(check -> check.command("CMD", "a").retries(0), "HealthCheck.retries"),
        health(check -> check.command("CMD", "a").startPeriod(301), "HealthCheck.startPeriod"),
        linux(one -> one.sharedMemorySize(0), "LinuxParameters.sharedMemorySize"),
        linux(one -> one.swappiness(101), "LinuxParameters.swappiness"),
        linux(one -> one.maxSwap(-1), "LinuxParameters.maxSwap"),
        linux(
            one -> one.tmpfs(tmpfs -> tmpfs.containerPath("/t")), "Tmpfs.size should not be null"),
        linux(one -> one.tmpfs(tmpfs -> tmpfs.containerPath("t").size(1)), "must be an absolute"),
        linux(one -> one.devices(device -> device.hostPath("dev")), "Device.hostPath must be"),
        linux(one -> one.capabilities(cap -> cap.add(times(65, "ALL"))), "capabilities.add"));
  }

  private static Arguments health(Consumer<HealthCheck.Builder> check, String words) {
    return row(one -> one.healthCheck(check), words);
  }

  private static Arguments linux(Consumer<LinuxParameters.Builder> linux, String words) {
    return row(one -> one.linuxParameters(linux), words);
  }

  static Stream<Arguments> ports() {
    return Stream.of(
        port("bridge", _ -> {}, "Container.portMappings.containerPort should not be null."),
        port("bridge", port -> port.containerPort(0), "must be between 1 and 65535"),
        port("bridge", port -> port.containerPort(65_536), "must be between 1 and 65535"),
        port("bridge", port -> port.containerPort(1).hostPort(-1), "must be between 0 and 65535"),
        port("none", port -> port.containerPort(1), "not allowed when networkMode=none."),
        port(
            "host",
            port -> port.containerPort(1).hostPort(2),
            "When networkMode=host, the host ports and container ports in port mappings must"),
        port(
            "awsvpc",
            port -> port.containerPort(1).hostPort(2),
            "When networkMode=awsvpc, the host ports and container ports in port mappings must"),
        port("bridge", port -> port.containerPortRange("9-8"), "Invalid containerPortRange."),
        port(
            "bridge",
            port -> port.containerPortRange("8-9").hostPort(1),
            "cannot be specified with containerPortRange."),
        port("host", port -> port.containerPortRange("8-9"), "not supported when networkMode=host"),
        port("bridge", port -> port.containerPort(1).name("A"), "PortMapping.name contains"),
        port(
            "bridge",
            port -> port.containerPort(1).appProtocol("http"),
            "PortMapping.name is required"),
        row(
            one -> one.portMappings(port -> port.containerPort(1), port -> port.containerPort(1)),
            "The container ports of container 'app' must be unique."),
        row(
            containers(fixed("a", 80, 8_080), fixed("b", 81, 8_080)),
            "The host ports of a task definition must be unique."),
        row(
            containers(fixed("a", 80, 80), fixed("b", 80, 80))
                .copy(task -> task.networkMode("host")),
            "The host ports of a task definition must be unique."));
  }

  private static Arguments port(String mode, Consumer<PortMapping.Builder> port, String words) {
    return row(with(one -> one.portMappings(port)).copy(task -> task.networkMode(mode)), words);
  }

  private static ContainerDefinition fixed(String name, int inside, int outside) {
    return container(
        name, one -> one.portMappings(port -> port.containerPort(inside).hostPort(outside)));
  }

  static Stream<Arguments> orders() {
    ContainerDefinition helper = container("helper", one -> one.essential(false));
    return Stream.of(
        row(
            containers(after("a", "ghost", "START")),
            "Cannot depend on container + 'ghost' because it does not exist"),
        row(containers(after("a", "a", "START")), "container 'a' waits for itself."),
        row(
            containers(after("a", "b", "START"), after("b", "a", "START")),
            "Container dependencies should not have a cycle"),
        row(
            containers(after("a", "b", "SUCCESS"), container("b")),
            "A dependency container with SUCCESS or COMPLETE condition cannot be an essential"
                + " container"),
        row(
            containers(after("a", "helper", "HEALTHY"), helper),
            "depends on the health of container 'helper', which has no health check."),
        row(
            containers(container("a", one -> one.dependsOn(two -> two.containerName("a")))),
            "condition"),
        row(
            containers(
                container("a", one -> one.volumesFrom(from -> from.sourceContainer("ghost")))),
            "refers to container 'ghost'"),
        row(
            containers(container("a", one -> one.links("ghost:db"))),
            "links to container 'ghost', which the task definition does not have"),
        row(
            containers(container("a", one -> one.links(":db"))),
            "Invalid 'links' setting for container 'a'"),
        row(
            containers(container("a", one -> one.links("a"))),
            "Container links should not have a cycle"),
        row(
            containers(
                container("a", one -> one.links("b:x")),
                container("b", one -> one.links("c")),
                container("c", one -> one.links("a"))),
            "Container links should not have a cycle"),
        row(
            containers(
                container("a", one -> one.links("b")),
                container("b", one -> one.volumesFrom(from -> from.sourceContainer("a")))),
            "Container dependencies should not have a cycle"));
  }

  private static ContainerDefinition after(String name, String other, String condition) {
    return container(
        name,
        one ->
            one.dependsOn(
                ContainerDependency.builder().containerName(other).condition(condition).build()));
  }

  static Stream<Arguments> words() {
    return Stream.of(
        word(task(task -> task.networkMode("pigeon")), "networkMode"),
        word(task(task -> task.pidMode("none")), "pidMode"),
        word(task(task -> task.ipcMode("shared")), "ipcMode"),
        word(task(task -> task.requiresCompatibilitiesWithStrings("EC3")), "requiresCompat"),
        word(task(task -> task.runtimePlatform(one -> one.cpuArchitecture("z80"))), "cpuArch"),
        word(
            task(task -> task.placementConstraints(one -> one.type("distinct").expression("a"))),
            "placementConstraints.type"),
        word(with(one -> one.portMappings(two -> two.containerPort(1).protocol("x"))), "protocol"),
        word(with(one -> one.ulimits(limit -> limit.name("x"))), "ulimits.name"),
        word(containers(after("a", "b", "SOON"), container("b")), "dependsOn.condition"),
        word(with(one -> one.versionConsistency("maybe")), "versionConsistency"),
        word(
            task(task -> task.tags(List.of(Tag.builder().key("aws:x").value("").build()))),
            "A tag key"));
  }

  private static Arguments word(RegisterTaskDefinitionRequest request, String words) {
    return Arguments.of(words, PARAMETER, request);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "tasks",
    "volumes",
    "oneContainer",
    "requirements",
    "healthAndLinux",
    "ports",
    "orders",
    "words"
  })
  void whatBreaksARuleIsRefused(String words, String code, RegisterTaskDefinitionRequest request) {
    ApiError refusal = assertThrows(ApiError.class, () -> DefinitionRules.check(request));

    assertTrue(refusal.sentence().contains(words), refusal::sentence);
    assertEquals(code, refusal.code());
  }

  @Test
  void whatKeepsTheRulesIsNotRefused() {
    DefinitionRules.check(containers(container("a")));
    DefinitionRules.check(task(task -> task.cpu(".5 vCPU").memory("1 GB")));
    DefinitionRules.check(
        with(one -> one.memory(null).memoryReservation(6)).copy(task -> task.networkMode("none")));
    DefinitionRules.check(
        with(one ->
            one.portMappings(
                port -> port.containerPort(53).protocol("udp"),
                port -> port.containerPort(53).protocol("tcp"))));
    DefinitionRules.check(
        containers(container("a", one -> one.links("b", "b:db")), container("b")));
    for (String mode : List.of("host", "awsvpc")) {
      DefinitionRules.check(
          with(one -> one.portMappings(port -> port.containerPort(80).hostPort(0)))
              .copy(task -> task.networkMode(mode)));
    }
    DefinitionRules.check(
        containers(
            after("a", "b", "HEALTHY"),
            container("b", one -> one.healthCheck(check -> check.command("CMD-SHELL", "true")))));
  }
}
