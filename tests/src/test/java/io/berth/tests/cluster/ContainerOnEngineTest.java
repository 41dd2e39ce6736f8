package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What a client registers about a container is what the engine has, through scheduler and agent.
 */
@Tag("e2e")
@Timeout(240)
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class ContainerOnEngineTest {
  @SuppressWarnings("NullAway.Init")
  private static EngineStage stage;

  @BeforeAll
  static void open() throws Exception {
    stage = EngineStage.open();
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
  }

  // -------------------------------------------------------------------- members of a container

  @Test
  void processRightsAndResourcesOfAContainerReachTheEngine() throws Exception {
    InspectContainerResponse seen =
        stage.inspect(
            stage.runs(one ->
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
    assertEquals(64 * EngineStage.MIB, host.getMemory());
    assertEquals(32 * EngineStage.MIB, host.getMemoryReservation());
    assertEquals(8 * EngineStage.MIB, host.getShmSize());
    assertEquals(true, host.getInit());
    assertEquals(200L, host.getUlimits()[0].getHardLong());
    assertEquals(Map.of("/scratch", "noexec,size=1048576"), host.getTmpFs());
    assertEquals("/dev/nothing", host.getDevices()[0].getPathInContainer());
    assertEquals("rw", host.getDevices()[0].getcGroupPermissions());
  }

  @Test
  void networkOfAContainerReachesTheEngine() throws Exception {
    String task =
        stage.runs(one ->
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
    InspectContainerResponse seen = stage.inspect(task);
    HostConfig host = seen.getHostConfig();

    assertEquals("inside", seen.getConfig().getHostName());
    assertEquals("bridge", host.getNetworkMode());
    assertArrayEquals(new String[] {"10.1.2.3"}, host.getDns());
    assertArrayEquals(new String[] {"example.org"}, host.getDnsSearch());
    assertArrayEquals(new String[] {"db:10.1.2.4"}, host.getExtraHosts());
    assertEquals(Map.of("net.ipv4.ip_unprivileged_port_start", "0"), host.getSysctls());
    Container told = stage.user().task(task).containers().getFirst();
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
    String task = stage.run(it -> it.networkMode(mode), EngineStage.sleeping("main"));

    assertEquals(mode, stage.inspect(task).getHostConfig().getNetworkMode());
  }

  /** Not every machine may start one; what the engine was asked for shows all the same. */
  @Test
  void privilegedContainerIsPrivileged() throws Exception {
    String task =
        stage.start(_ -> {}, EngineStage.sleeping("main").copy(one -> one.privileged(true)));
    Task _ =
        stage.user().awaitTask(task, "past its start", one -> !one.lastStatus().equals("PENDING"));

    assertEquals(true, stage.inspect(task).getHostConfig().getPrivileged());
  }

  // -------------------------------------------------------------------- volumes

  @Test
  void volumesAreSharedAndTheHostsFolderIsThatOfTheHost() throws Exception {
    Path folder = Files.createDirectory(stage.stack().folder().path().resolve("shared-with-tasks"));
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
        stage.ended(
            stage.start(
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
}
