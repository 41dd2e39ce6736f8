package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * What a client registers is what the engine's container has: each effective member goes the whole
 * way through scheduler and agent, and what is not effective is refused by its name.
 */
@Tag("e2e")
@Timeout(240)
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class DefinitionOnEngineTest {
  private static final long MIB = 1L << 20;

  @SuppressWarnings("NullAway.Init")
  private static TestEngine engine;

  @SuppressWarnings("NullAway.Init")
  private static Stack stack;

  @SuppressWarnings("NullAway.Init")
  private static EngineWitness witness;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start();
    stack = Stack.on(engine);
    witness = stack.witness(engine);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
    engine.close();
  }

  // -------------------------------------------------------------------- members of a container

  @Test
  void processRightsAndResourcesOfAContainerReachTheEngine() throws Exception {
    InspectContainerResponse seen =
        inspect(
            runs(one ->
                one.entryPoint("/echo")
                    .command("sleep")
                    .environment(
                        pair -> pair.name("GREETING").value("a=b \"c\" $d ü"),
                        pair -> pair.name("EMPTY").value(""))
                    .user("1000:1001")
                    .workingDirectory("/tmp")
                    .interactive(true)
                    .pseudoTerminal(true)
                    .readonlyRootFilesystem(true)
                    .dockerLabels(Map.of("team", "blue"))
                    .stopTimeout(7)
                    .cpu(512)
                    .memory(64)
                    .memoryReservation(32)
                    .ulimits(limit -> limit.name("nofile").softLimit(100).hardLimit(200))
                    .linuxParameters(linux ->
                        linux
                            .capabilities(rights -> rights.add("NET_ADMIN").drop("ALL"))
                            .sharedMemorySize(8)
                            .initProcessEnabled(true)
                            .tmpfs(
                                it -> it.containerPath("/scratch").size(1).mountOptions("noexec"))
                            .devices(it ->
                                it.hostPath("/dev/null")
                                    .containerPath("/dev/nothing")
                                    .permissionsWithStrings("read", "write")))));

    assertProcess(seen.getConfig());
    assertRightsAndResources(seen.getHostConfig());
  }

  private static void assertProcess(ContainerConfig config) {
    assertArrayEquals(new String[] {"/echo"}, config.getEntrypoint());
    assertArrayEquals(new String[] {"sleep"}, config.getCmd());
    List<String> environment = Arrays.asList(Objects.requireNonNull(config.getEnv()));
    assertTrue(environment.contains("GREETING=a=b \"c\" $d ü"), environment::toString);
    assertTrue(environment.contains("EMPTY="), environment::toString);
    assertEquals("1000:1001", config.getUser());
    assertEquals("/tmp", config.getWorkingDir());
    assertEquals(true, config.getStdinOpen());
    assertEquals(true, config.getTty());
    assertEquals("blue", Objects.requireNonNull(config.getLabels()).get("team"));
  }

  private static void assertRightsAndResources(HostConfig host) {
    assertEquals(true, host.getReadonlyRootfs());
    assertEquals(false, host.getPrivileged());
    assertArrayEquals(new Capability[] {Capability.NET_ADMIN}, host.getCapAdd());
    assertArrayEquals(new Capability[] {Capability.ALL}, host.getCapDrop());
    assertEquals(512, host.getCpuShares());
    assertEquals(0, host.getCpuQuota());
    assertEquals(64 * MIB, host.getMemory());
    assertEquals(32 * MIB, host.getMemoryReservation());
    assertEquals(8 * MIB, host.getShmSize());
    assertEquals(true, host.getInit());
    assertEquals(200L, host.getUlimits()[0].getHardLong());
    assertEquals(Map.of("/scratch", "noexec,size=1048576"), host.getTmpFs());
    assertEquals("/dev/nothing", host.getDevices()[0].getPathInContainer());
    assertEquals("rw", host.getDevices()[0].getcGroupPermissions());
  }

  @Test
  void networkOfAContainerReachesTheEngine() throws Exception {
    String task =
        runs(one ->
            one.command("/echo", "sleep")
                .hostname("inside")
                .dnsServers("10.1.2.3")
                .dnsSearchDomains("example.org")
                .extraHosts(host -> host.hostname("db").ipAddress("10.1.2.4"))
                .systemControls(
                    it -> it.namespace("net.ipv4.ip_unprivileged_port_start").value("0"))
                .portMappings(
                    port -> port.containerPort(8080),
                    port -> port.containerPort(53).hostPort(28_053).protocol("udp")));
    InspectContainerResponse seen = inspect(task);
    HostConfig host = seen.getHostConfig();

    assertEquals("inside", seen.getConfig().getHostName());
    assertEquals("bridge", host.getNetworkMode());
    assertArrayEquals(new String[] {"10.1.2.3"}, host.getDns());
    assertArrayEquals(new String[] {"example.org"}, host.getDnsSearch());
    assertArrayEquals(new String[] {"db:10.1.2.4"}, host.getExtraHosts());
    assertEquals(Map.of("net.ipv4.ip_unprivileged_port_start", "0"), host.getSysctls());
    Container told = stack.user().task(task).containers().getFirst();
    assertEquals(
        List.of("53/udp 28053", "8080/tcp dynamic"),
        told.networkBindings().stream()
            .map(one -> {
              boolean dynamic = one.hostPort() >= 20_000 && one.hostPort() < 28_053;
              return one.containerPort()
                  + "/"
                  + one.protocolAsString()
                  + " "
                  + (dynamic ? "dynamic" : one.hostPort().toString());
            })
            .sorted()
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "none"})
  void otherNetworksAreWhatTheySay(String mode) throws Exception {
    String task = run(it -> it.networkMode(mode), sleeping("main"));

    assertEquals(mode, inspect(task).getHostConfig().getNetworkMode());
  }

  /** Not every machine may start one; what the engine was asked for shows all the same. */
  @Test
  void privilegedContainerIsPrivileged() throws Exception {
    String task = start(_ -> {}, sleeping("main").copy(one -> one.privileged(true)));
    Task _ =
        stack.user().awaitTask(task, "past its start", one -> !one.lastStatus().equals("PENDING"));

    assertEquals(true, inspect(task).getHostConfig().getPrivileged());
  }

  // -------------------------------------------------------------------- volumes

  @Test
  void volumesAreSharedAndTheHostsFolderIsThatOfTheHost() throws Exception {
    Path folder = Files.createDirectory(stack.folder().path().resolve("shared-with-tasks"));
    ContainerDefinition writer =
        EcsUser.echo("writer", "write", "/of-task/file")
            .copy(one ->
                one.essential(false)
                    .mountPoints(mount -> mount.sourceVolume("empty").containerPath("/of-task")));
    ContainerDefinition reader =
        EcsUser.echo("reader", "read", "/seen/file")
            .copy(one ->
                one.essential(false)
                    .dependsOn(on -> on.containerName("writer").condition("SUCCESS"))
                    .mountPoints(mount ->
                        mount.sourceVolume("empty").containerPath("/seen").readOnly(true)));
    ContainerDefinition main =
        EcsUser.echo("main", "write", "/of-host/file")
            .copy(one ->
                one.dependsOn(on -> on.containerName("reader").condition("SUCCESS"))
                    .mountPoints(mount -> mount.sourceVolume("host").containerPath("/of-host")));
    Task ended =
        ended(
            start(
                task ->
                    task.volumes(
                        volume -> volume.name("empty"),
                        volume ->
                            volume.name("host").host(host -> host.sourcePath(folder.toString()))),
                writer,
                reader,
                main));

    assertEquals(List.of(0, 0, 0), ended.containers().stream().map(Container::exitCode).toList());
    assertTrue(Files.exists(folder.resolve("file")));
  }

  // -------------------------------------------------------------------- the task as a whole

  @Test
  void sizeOfTheTaskLimitsItsContainers() throws Exception {
    String task =
        run(
            it -> it.cpu("512").memory("64"),
            sleeping("main").copy(one -> one.memory(null)),
            sleeping("other").copy(one -> one.memory(16)));
    HostConfig main = inspect(task).getHostConfig();
    HostConfig other = inspect(task, "other").getHostConfig();

    assertEquals(64 * MIB, main.getMemory());
    assertEquals(16 * MIB, other.getMemory());
    assertEquals(List.of(100_000L, 50_000L), List.of(main.getCpuPeriod(), main.getCpuQuota()));
    assertEquals(50_000L, other.getCpuQuota());
    assertEquals("64", stack.user().task(task).memory());
  }

  @Test
  void memoryOfTheTaskIsTheEndOfAContainerThatTakesMore() throws Exception {
    Task ended =
        ended(
            start(
                it -> it.memory("16"),
                EcsUser.echo("main", "eat-memory").copy(one -> one.memory(null))));

    assertEquals(137, ended.containers().getFirst().exitCode());
    assertTrue(
        ended.containers().getFirst().reason().startsWith("OutOfMemoryError"),
        () -> ended.containers().getFirst().reason());
  }

  @Test
  void essentialContainerTakesTheOthersWithIt() throws Exception {
    ContainerDefinition main =
        EcsUser.echo("main", "exit", "3")
            .copy(one -> one.dependsOn(on -> on.containerName("other").condition("START")));
    Task ended = ended(start(_ -> {}, main, sleeping("other")));

    assertEquals("EssentialContainerExited", ended.stopCodeAsString());
    assertEquals("Essential container in task exited", ended.stoppedReason());
    assertEquals(3, container(ended, "main").exitCode());
    assertEquals(143, container(ended, "other").exitCode());
  }

  @Test
  void otherContainerEndsAlone() throws Exception {
    String task =
        start(
            _ -> {},
            sleeping("main"),
            EcsUser.echo("other", "exit", "3").copy(one -> one.essential(false)));
    Task seen =
        stack
            .user()
            .awaitTask(
                task,
                "running without the other",
                one -> one.lastStatus().equals("RUNNING") && exitOf(one, "other") == 3);

    assertEquals("RUNNING", container(seen, "main").lastStatus());
    assertEquals("RUNNING", seen.desiredStatus());
  }

  @Test
  void stubbornContainerIsKilledAfterItsStopTimeout() throws Exception {
    String task = runs(one -> one.command("/echo", "stubborn").stopTimeout(1));
    stack.user().stop(task);
    Task ended = ended(task);

    assertEquals(137, ended.containers().getFirst().exitCode());
    Duration took = Duration.between(ended.stoppingAt(), ended.stoppedAt());
    assertTrue(took.compareTo(Duration.ofMillis(900)) > 0, took::toString);
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, took::toString);
  }

  @Test
  void healthOfAContainerIsTold() throws Exception {
    String task =
        runs(one ->
            one.command("/echo", "serve")
                .healthCheck(check -> check.command("CMD", "/echo", "check").interval(5)));

    Task seen =
        stack
            .user()
            .awaitTask(task, "healthy", one -> "HEALTHY".equals(one.healthStatusAsString()));
    assertEquals("HEALTHY", seen.containers().getFirst().healthStatusAsString());
  }

  // -------------------------------------------------------------------- overrides

  @Test
  void overridesReachTheEngine() throws Exception {
    String definition =
        stack
            .user()
            .define(
                "overridden",
                sleeping("main")
                    .copy(one ->
                        one.cpu(128)
                            .environment(
                                pair -> pair.name("KEPT").value("1"),
                                pair -> pair.name("CHANGED").value("1"))));
    ContainerOverride override =
        ContainerOverride.builder()
            .name("main")
            .command("/echo", "stubborn")
            .environment(
                pair -> pair.name("CHANGED").value("2"), pair -> pair.name("NEW").value("3"))
            .cpu(256)
            .memory(32)
            .memoryReservation(24)
            .build();
    InspectContainerResponse seen =
        inspect(
            running(
                only(
                    stack
                        .user()
                        .client()
                        .runTask(request ->
                            request
                                .taskDefinition(definition)
                                .overrides(it -> it.containerOverrides(override)))
                        .tasks())));

    assertArrayEquals(new String[] {"/echo", "stubborn"}, seen.getConfig().getCmd());
    List<String> environment = Arrays.asList(Objects.requireNonNull(seen.getConfig().getEnv()));
    assertTrue(
        environment.containsAll(List.of("KEPT=1", "CHANGED=2", "NEW=3")), environment::toString);
    assertEquals(256, seen.getHostConfig().getCpuShares());
    assertEquals(32 * MIB, seen.getHostConfig().getMemory());
    assertEquals(24 * MIB, seen.getHostConfig().getMemoryReservation());
  }

  @Test
  void withoutItsCommandTheImageDecides() throws Exception {
    String definition = stack.user().define("emptied", sleeping("main"));
    TaskOverride empty =
        TaskOverride.builder()
            .containerOverrides(one -> one.name("main").command(List.of()))
            .build();
    Task ended =
        ended(
            only(
                stack
                    .user()
                    .client()
                    .runTask(request -> request.taskDefinition(definition).overrides(empty))
                    .tasks()));

    // The image has neither command nor entry point.
    assertEquals("TaskFailedToStart", ended.stopCodeAsString());
    assertNotEquals("", ended.stoppedReason());
  }

  // -------------------------------------------------------------------- what is not there yet

  record Refused(String member, Consumer<RegisterTaskDefinitionRequest.Builder> change) {
    @Override
    public String toString() {
      return member;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
        new Refused("taskRoleArn", task -> task.taskRoleArn("role")),
        new Refused("networkMode", task -> task.networkMode("awsvpc")),
        new Refused("pidMode", task -> task.pidMode("host")),
        new Refused("ipcMode", task -> task.ipcMode("host")),
        new Refused(
            "placementConstraints",
            task ->
                task.placementConstraints(
                    it -> it.type("memberOf").expression("attribute:ecs.os-type == linux"))),
        inContainer("secrets", one -> one.secrets(it -> it.name("A").valueFrom("arn"))),
        inContainer(
            "environmentFiles", one -> one.environmentFiles(it -> it.type("s3").value("arn"))),
        inContainer("links", one -> one.links("other")),
        inContainer("volumesFrom", one -> one.volumesFrom(it -> it.sourceContainer("other"))),
        inContainer("disableNetworking", one -> one.disableNetworking(true)),
        inContainer("dockerSecurityOptions", one -> one.dockerSecurityOptions("no-new-privileges")),
        inContainer(
            "repositoryCredentials",
            one -> one.repositoryCredentials(it -> it.credentialsParameter("arn"))),
        inContainer(
            "resourceRequirements",
            one -> one.resourceRequirements(it -> it.type("GPU").value("1"))),
        inContainer(
            "firelensConfiguration", one -> one.firelensConfiguration(it -> it.type("fluentbit"))));
  }

  private static Refused inContainer(String member, Consumer<ContainerDefinition.Builder> change) {
    return new Refused(
        "containerDefinitions[0]." + member,
        task -> task.containerDefinitions(sleeping("main").copy(change), sleeping("other")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotEffectiveYetIsRefusedByName(Refused row) {
    String definition =
        stack
            .user()
            .client()
            .registerTaskDefinition(task -> {
              task.family("refused").containerDefinitions(sleeping("main"));
              row.change().accept(task);
            })
            .taskDefinition()
            .taskDefinitionArn();

    EcsException refusal = assertThrows(EcsException.class, () -> stack.user().run(definition));
    assertEquals("ClientException", refusal.awsErrorDetails().errorCode());
    assertTrue(
        refusal.awsErrorDetails().errorMessage().startsWith(row.member() + " is not supported yet"),
        refusal.awsErrorDetails()::errorMessage);
  }

  // -------------------------------------------------------------------- words of this test

  private static ContainerDefinition sleeping(String name) {
    return EcsUser.echo(name, "sleep");
  }

  /** A task of one container with this about it, when it runs. */
  private static String runs(Consumer<ContainerDefinition.Builder> change) throws Exception {
    return run(_ -> {}, EcsUser.echo("main").copy(change));
  }

  private static String run(
      Consumer<RegisterTaskDefinitionRequest.Builder> change, ContainerDefinition... containers)
      throws Exception {
    return running(start(change, containers));
  }

  private static String start(
      Consumer<RegisterTaskDefinitionRequest.Builder> change, ContainerDefinition... containers) {
    String definition =
        stack
            .user()
            .client()
            .registerTaskDefinition(task -> {
              task.family("on-engine").containerDefinitions(containers);
              change.accept(task);
            })
            .taskDefinition()
            .taskDefinitionArn();
    return stack.user().run(definition);
  }

  private static String running(String task) throws Exception {
    // One that has ended already will never run.
    Task seen =
        stack
            .user()
            .awaitTask(
                task,
                "running",
                one -> one.lastStatus().equals("RUNNING") || one.lastStatus().equals("STOPPED"));
    assertEquals("RUNNING", seen.lastStatus(), seen::toString);
    return task;
  }

  private static Task ended(String task) throws Exception {
    return stack.user().awaitStatus(task, "STOPPED");
  }

  private static String only(List<Task> tasks) {
    assertEquals(1, tasks.size());
    return tasks.getFirst().taskArn();
  }

  private static Container container(Task task, String name) {
    return task.containers().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static int exitOf(Task task, String name) {
    return Objects.requireNonNullElse(container(task, name).exitCode(), -1);
  }

  private static InspectContainerResponse inspect(String task) {
    return inspect(task, "main");
  }

  private static InspectContainerResponse inspect(String task, String container) {
    return witness.docker().inspectContainerCmd(witness.id(task, container)).exec();
  }
}
