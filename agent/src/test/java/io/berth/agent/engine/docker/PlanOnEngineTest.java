package io.berth.agent.engine.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerEvent;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerSpec.Mount;
import io.berth.agent.engine.ContainerSpec.MountSource;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import io.berth.agent.engine.Specs;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerPlan.LogPlan;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.FilesPlan;
import io.berth.agent.model.FilesPlan.TmpfsPlan;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.LifecyclePlan.HealthCheckPlan;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.NetworkPlan;
import io.berth.agent.model.NetworkPlan.ExtraHost;
import io.berth.agent.model.ProcessPlan;
import io.berth.agent.model.ResourcePlan;
import io.berth.agent.model.ResourcePlan.DeviceNode;
import io.berth.agent.model.ResourcePlan.ResourceLimit;
import io.berth.agent.model.RightsPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every member of a plan reaches a real engine, and its containers, as it was meant. */
@Tag("e2e")
@Timeout(120)
class PlanOnEngineTest {

  private static final String AGENT = "agent-1";
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init")
  private static TestEngine real;

  @SuppressWarnings("NullAway.Init")
  private static ContainerEngine engine;

  @SuppressWarnings("NullAway.Init")
  private static DockerClient behind;

  @BeforeAll
  static void startEngine() throws IOException {
    real = TestEngine.start();
    engine = new DockerEngine(AGENT, real.socket(), CallDeadlines.USUAL, InstantSource.system());
    behind = real.openClient();
  }

  @AfterAll
  static void stopEngine() throws IOException {
    behind.close();
    engine.close();
    real.close();
  }

  @AfterEach
  void removeAll() throws EngineException {
    for (var container : engine.list()) {
      engine.remove(container.id());
    }
    for (var volume : engine.listVolumes()) {
      engine.removeVolume(volume.engineName());
    }
  }

  @Test
  void everyMemberArrivesInInspect() throws Exception {
    ContainerId id = engine.create(fullSpec());
    // docker-java writes it and does not read it.
    assertTrue(rawInspect(id).contains("\"StopSignal\":\"SIGUSR1\""));
    InspectContainerResponse seen = inspect(id);
    var config = seen.getConfig();
    assertArrayEquals(new String[] {"sleep"}, config.getCmd());
    assertArrayEquals(new String[] {"/echo"}, config.getEntrypoint());
    assertTrue(Arrays.asList(config.getEnv()).contains("GREETING=a=b \"c\" $d\nline ü"));
    assertEquals("1000:1001", config.getUser());
    assertEquals("/tmp", config.getWorkingDir());
    assertEquals("inside", config.getHostName());
    assertEquals(true, config.getStdinOpen());
    assertEquals(true, config.getTty());
    Map<String, String> labels = Objects.requireNonNull(config.getLabels());
    assertEquals("blue", labels.get("team"));
    assertEquals("web", labels.get("io.berth.family"));
    var check = Objects.requireNonNull(config.getHealthcheck());
    assertEquals(List.of("CMD", "/echo", "check"), check.getTest());
    assertEquals(2_000_000_000L, check.getInterval());
    assertEquals(1_000_000_000L, check.getTimeout());
    assertEquals(4, check.getRetries());
    assertEquals(5_000_000_000L, check.getStartPeriod());
    assertResources(seen.getHostConfig());
    assertRightsAndNetwork(seen.getHostConfig());
  }

  private static void assertResources(HostConfig host) {
    assertEquals(512, host.getCpuShares());
    assertEquals(100_000, host.getCpuPeriod());
    assertEquals(150_000, host.getCpuQuota());
    assertEquals(64L << 20, host.getMemory());
    assertEquals(32L << 20, host.getMemoryReservation());
    assertEquals(8L << 20, host.getShmSize());
    assertEquals("nofile", host.getUlimits()[0].getName());
    assertEquals(100L, host.getUlimits()[0].getSoftLong());
    assertEquals(200L, host.getUlimits()[0].getHardLong());
    assertEquals("/dev/null", host.getDevices()[0].getPathOnHost());
    assertEquals("/dev/nothing", host.getDevices()[0].getPathInContainer());
    assertEquals("rw", host.getDevices()[0].getcGroupPermissions());
    assertEquals(Map.of("/scratch", "noexec,size=1048576"), host.getTmpFs());
    assertEquals("json-file", host.getLogConfig().getType().getType());
    assertEquals(Map.of("max-size", "1m"), host.getLogConfig().getConfig());
    // Docker's word for no restarts.
    assertEquals("", host.getRestartPolicy().getName());
  }

  private static void assertRightsAndNetwork(HostConfig host) {
    assertEquals(true, host.getReadonlyRootfs());
    assertEquals(false, host.getPrivileged());
    assertEquals(true, host.getInit());
    assertArrayEquals(new Capability[] {Capability.NET_ADMIN}, host.getCapAdd());
    assertArrayEquals(new Capability[] {Capability.ALL}, host.getCapDrop());
    assertEquals(Map.of("net.ipv4.ip_unprivileged_port_start", "0"), host.getSysctls());
    assertEquals("bridge", host.getNetworkMode());
    assertArrayEquals(new String[] {"10.1.2.3"}, host.getDns());
    assertArrayEquals(new String[] {"example.org"}, host.getDnsSearch());
    assertEquals(List.of("ndots:2"), host.getDnsOptions());
    assertArrayEquals(new String[] {"db:10.1.2.4"}, host.getExtraHosts());
    var bindings = host.getPortBindings().getBindings();
    assertEquals(2, bindings.size());
    for (Binding[] each : bindings.values()) {
      assertArrayEquals(new Binding[] {Binding.bindIpAndPort("127.0.0.1", 28_080)}, each);
    }
  }

  @Test
  void programSeesItsWordsEnvironmentUserAndDirectory() throws Exception {
    var process =
        new ProcessPlan(
            Optional.of(List.of("print", "two words", "")),
            Optional.of(List.of("/echo")),
            Map.of("GREETING", "a=b \"c\" $d ü", "EMPTY", ""),
            Optional.of("1000:1001"),
            Optional.of("/tmp"),
            false,
            false,
            false);
    ContainerId id = engine.create(Specs.withProcess(echo("a"), process));
    engine.start(id);
    awaitEnd(id);
    List<String> lines = output(id).lines().toList();
    assertTrue(lines.contains("env GREETING=a=b \"c\" $d ü"), lines.toString());
    assertTrue(lines.contains("env EMPTY="), lines.toString());
    assertTrue(lines.contains("uid 1000 gid 1001"), lines.toString());
    assertTrue(lines.contains("directory /tmp"), lines.toString());
    assertTrue(lines.contains("word two words"), lines.toString());
    assertTrue(lines.contains("word "), lines.toString());
  }

  @Test
  void readOnlyRootTakesNoFile() throws EngineException {
    var readOnly = new RightsPlan(true, false, List.of(), List.of(), Map.of());
    assertEquals(0, exitCode(echo("writable", "write", "/file")));
    assertEquals(1, exitCode(Specs.withRights(echo("fixed", "write", "/file"), readOnly)));
  }

  @Test
  void volumeIsSharedByContainersAndReadOnlyWhereSaid() throws EngineException {
    engine.createVolume(new VolumeSpec("shared", AGENT, "default", Optional.empty(), "shared"));
    var source = new MountSource.EngineVolume("shared");
    var writable = new Mount(source, "/data", false);
    var readOnly = new Mount(source, "/data", true);
    assertEquals(1, exitCode(Specs.withMounts(echo("early", "read", "/data/x"), readOnly)));
    assertEquals(0, exitCode(Specs.withMounts(echo("writer", "write", "/data/x"), writable)));
    assertEquals(0, exitCode(Specs.withMounts(echo("reader", "read", "/data/x"), readOnly)));
    assertEquals(1, exitCode(Specs.withMounts(echo("denied", "write", "/data/y"), readOnly)));
  }

  @Test
  void missingHostPathIsMadeAndAColonIsRefused() throws Exception {
    String folder = TestTools.runFolder().resolve("made-by-engine").toString();
    var mount = new Mount(new MountSource.HostPath(folder), "/data", false);
    assertEquals(0, exitCode(Specs.withMounts(echo("a", "write", "/data/x"), mount)));
    assertTrue(Files.exists(Path.of(folder, "x")));
    TestTools.deleteTree(Path.of(folder));
    var colon = new Mount(new MountSource.HostPath("/a:b"), "/data", false);
    assertKind(Kind.VOLUME, Specs.withMounts(echo("b"), colon));
  }

  @Test
  void networkModesHostAndNonePublishNothing() throws EngineException {
    var port = new BoundPort(8080, 28_080, Protocol.TCP, "127.0.0.1");
    for (NetworkMode mode : List.of(NetworkMode.HOST, NetworkMode.NONE)) {
      ContainerSpec spec = Specs.withPorts(echo("mode-" + mode, "sleep"), port);
      ContainerId id = engine.create(Specs.withMode(spec, mode));
      engine.start(id);
      assertEquals(List.of(), engine.inspect(id).ports());
      assertEquals(
          mode.name().toLowerCase(Locale.ROOT), inspect(id).getHostConfig().getNetworkMode());
    }
  }

  @Test
  void emptyCommandTakesTheImagesAway() throws EngineException {
    behind
        .commitCmd(engine.create(echo("base")).text())
        .withRepository("berth/with-command")
        .withTag("test")
        .exec();
    var emptied =
        new ProcessPlan(
            Optional.of(List.of()),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false);
    ContainerSpec kept = Specs.echo(AGENT, "kept", "berth/with-command:test");
    ContainerId own = engine.create(Specs.withProcess(kept, ProcessPlan.OF_IMAGE));
    assertArrayEquals(new String[] {"sleep"}, inspect(own).getConfig().getCmd());
    ContainerSpec taken = Specs.echo(AGENT, "taken", "berth/with-command:test");
    InspectContainerResponse seen = inspect(engine.create(Specs.withProcess(taken, emptied)));
    assertEquals(
        0, Optional.ofNullable(seen.getConfig().getCmd()).map(one -> one.length).orElse(0));
    assertArrayEquals(new String[] {"/echo"}, seen.getConfig().getEntrypoint());
  }

  @Test
  void healthIsToldWhenItChanges() throws EngineException {
    ContainerId id = engine.create(Specs.withLifecycle(echo("a", "serve"), checked()));
    try (EventStream events = engine.events()) {
      engine.start(id);
      assertEquals(Health.STARTING, engine.inspect(id).health());
      while (engine.inspect(id).health() != Health.HEALTHY) {
        assertTrue(events.poll(DEADLINE).isPresent(), "it does not get healthy");
      }
    }
    ContainerId unchecked = engine.create(echo("b", "serve"));
    engine.start(unchecked);
    assertEquals(Health.NONE, engine.inspect(unchecked).health());
  }

  @Test
  void programThatDoesNotExistFailsItsStart() throws EngineException {
    var process =
        new ProcessPlan(
            Optional.of(List.of()),
            Optional.of(List.of("/missing")),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false);
    ContainerId id = engine.create(Specs.withProcess(echo("a"), process));
    EngineException failure = assertThrows(EngineException.class, () -> engine.start(id));
    assertEquals(Kind.START, failure.kind());
    assertFalse(failure.isTemporary());
    assertEquals(ContainerState.CREATED, engine.inspect(id).state());
    assertEquals(OptionalInt.empty(), engine.inspect(id).exitCode());
  }

  /** There is no GPU here; what an engine with one needs must arrive there all the same. */
  @Test
  void containerGetsItsGpusByIdAndAnEngineWithoutADriverSaysSo() throws Exception {
    ContainerId id = engine.create(Specs.withDevices(echo("a"), "GPU-2", "GPU-1"));

    HostConfig host = inspect(id).getHostConfig();
    List<DeviceRequest> requests = Objects.requireNonNull(host.getDeviceRequests());
    assertEquals(1, requests.size());
    assertEquals(List.of("GPU-1", "GPU-2"), requests.getFirst().getDeviceIds());
    assertEquals(List.of(List.of("gpu")), requests.getFirst().getCapabilities());
    assertTrue(
        Arrays.asList(inspect(id).getConfig().getEnv())
            .contains("NVIDIA_VISIBLE_DEVICES=GPU-1,GPU-2"));

    EngineException failure = assertThrows(EngineException.class, () -> engine.start(id));
    assertEquals(Kind.START, failure.kind());
    assertFalse(failure.isTemporary());
    assertTrue(failure.detail().contains("could not select device driver"), failure::detail);
  }

  @Test
  void whatTheEngineCannotDoIsRefusedAndNotDropped() {
    var unknown = new RightsPlan(false, false, List.of("FLY"), List.of(), Map.of());
    assertKind(Kind.CREATE, Specs.withRights(echo("a"), unknown));
  }

  // ------------------------------------------------------------------ words of this test

  private static ContainerSpec fullSpec() {
    ContainerSpec plain = echo("full");
    var plan =
        new ContainerPlan(
            "main",
            TestEngine.ECHO_IMAGE,
            PullBehaviour.PREFER_CACHED,
            checked(),
            new ProcessPlan(
                Optional.of(List.of("sleep")),
                Optional.of(List.of("/echo")),
                Map.of("GREETING", "a=b \"c\" $d\nline ü"),
                Optional.of("1000:1001"),
                Optional.of("/tmp"),
                true,
                true,
                true),
            fullResources(),
            new RightsPlan(
                true,
                false,
                List.of("NET_ADMIN"),
                List.of("ALL"),
                Map.of("net.ipv4.ip_unprivileged_port_start", "0")),
            new NetworkPlan(
                List.of(),
                Optional.of("inside"),
                List.of("10.1.2.3"),
                List.of("example.org"),
                List.of("ndots:2"),
                List.of(new ExtraHost("db", "10.1.2.4"))),
            new FilesPlan(
                List.of(), List.of(new TmpfsPlan("/scratch", 1L << 20, List.of("noexec")))),
            new LogPlan("json-file", Map.of("max-size", "1m")),
            Map.of("team", "blue"));
    return new ContainerSpec(
        plain.engineName(),
        plain.labels(),
        Map.of("io.berth.family", "web"),
        plan,
        NetworkMode.BRIDGE,
        List.of(
            new BoundPort(8080, 28_080, Protocol.TCP, "127.0.0.1"),
            new BoundPort(8080, 28_080, Protocol.UDP, "127.0.0.1")),
        List.of());
  }

  private static ResourcePlan fullResources() {
    return new ResourcePlan(
        512,
        OptionalInt.of(1_536),
        OptionalLong.of(64L << 20),
        OptionalLong.of(32L << 20),
        OptionalLong.of(8L << 20),
        List.of(new ResourceLimit("nofile", 100, 200)),
        List.of(new DeviceNode("/dev/null", "/dev/nothing", true, true, false)),
        Set.of());
  }

  private static LifecyclePlan checked() {
    var check =
        new HealthCheckPlan(
            List.of("/echo", "check"),
            false,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            4,
            Duration.ofSeconds(5));
    return new LifecyclePlan(
        true,
        Duration.ofSeconds(30),
        Optional.of("SIGUSR1"),
        Optional.empty(),
        List.of(),
        Optional.of(check),
        Optional.empty());
  }

  private static ContainerSpec echo(String name, String... words) {
    return Specs.echo(
        AGENT,
        "plan-" + name,
        TestEngine.ECHO_IMAGE,
        words.length == 0 ? new String[] {"sleep"} : words);
  }

  private static int exitCode(ContainerSpec spec) throws EngineException {
    ContainerId id = engine.create(spec);
    engine.start(id);
    awaitEnd(id);
    int code = engine.inspect(id).exitCode().orElseThrow();
    engine.remove(id);
    return code;
  }

  private static void awaitEnd(ContainerId id) throws EngineException {
    try (EventStream events = engine.events()) {
      while (engine.inspect(id).state() != ContainerState.ENDED) {
        Optional<ContainerEvent> event = events.poll(DEADLINE);
        assertTrue(event.isPresent(), "it does not end");
      }
    }
  }

  private static InspectContainerResponse inspect(ContainerId id) {
    return behind.inspectContainerCmd(id.text()).exec();
  }

  private static String rawInspect(ContainerId id) throws IOException {
    Request look =
        Request.builder().method(Request.Method.GET).path("/containers/" + id + "/json").build();
    try (var transport = new UnixHttpClient(real.socket(), CallDeadlines.USUAL);
        Response answer = transport.execute(look)) {
      return new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String output(ContainerId id) throws InterruptedException {
    var text = new StringBuilder();
    var frames =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        };
    behind.logContainerCmd(id.text()).withStdOut(true).withStdErr(true).exec(frames);
    assertTrue(frames.awaitCompletion(DEADLINE.toSeconds(), TimeUnit.SECONDS));
    return text.toString();
  }

  private static void assertKind(Kind kind, ContainerSpec spec) {
    EngineException failure = assertThrows(EngineException.class, () -> engine.create(spec));
    assertEquals(kind, failure.kind(), failure.getMessage());
  }
}
