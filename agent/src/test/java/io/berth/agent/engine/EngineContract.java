package io.berth.agent.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.ContainerSpec.Mount;
import io.berth.agent.engine.ContainerSpec.MountSource;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every engine promises to its agent; the real one keeps the fake one honest. Containers run
 * the echo program, whose first word says what becomes of them.
 */
public abstract class EngineContract {

  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final ContainerId UNKNOWN = new ContainerId("0".repeat(63) + "7");

  // Of its own for each test, so that no test sees what another one left.
  private final int number = NEXT.incrementAndGet();
  private final String agent = "agent-" + number;
  private final String stranger = "stranger-" + number;
  private final List<EventStream> streams = new ArrayList<>();
  private final Map<String, ContainerEngine> engines = new HashMap<>();

  /** A new view of the engine for the agent of that identity, as after its restart. */
  protected abstract ContainerEngine open(String agentIdentity);

  /** The echo image, which the engine has; it came from no registry. */
  protected abstract String image();

  /** A prefix for names of what the suite makes. */
  protected abstract String prefix();

  /** A TCP port of 127.0.0.1 that nobody uses. */
  protected abstract int freePort();

  /** Lets another program listen there until the returned one is closed. */
  protected abstract AutoCloseable listenOn(BoundPort port) throws Exception;

  @AfterEach
  void removeAll() throws EngineException {
    streams.forEach(EventStream::close);
    for (String one : List.of(agent, stranger)) {
      for (ContainerSummary container : engine(one).list()) {
        engine(one).remove(container.id());
      }
      for (VolumeSummary volume : engine(one).listVolumes()) {
        engine(one).removeVolume(volume.engineName());
      }
    }
    engines.values().forEach(ContainerEngine::close);
  }

  @Test
  void engineDescribesItselfAndItsMachine() throws EngineException {
    engine().ping();
    EngineDescription description = engine().describe();
    assertFalse(description.engine().version().isEmpty());
    assertEquals("1.41", description.engine().apiVersion());
    assertTrue(description.cpus() > 0);
    assertTrue(description.memoryBytes() > 1L << 26);
    assertTrue(description.cgroupVersion() == 1 || description.cgroupVersion() == 2);
  }

  @Test
  void containerGoesFromCreatedOverRunningToEndedWithItsCode() throws EngineException {
    ContainerId id = engine().create(echo("a", "sleep"));
    assertEquals(ContainerState.CREATED, engine().inspect(id).state());
    assertEquals(OptionalInt.empty(), engine().inspect(id).exitCode());
    assertEquals(Optional.empty(), engine().inspect(id).startedAt());

    engine().start(id);
    ContainerDetails running = engine().inspect(id);
    assertEquals(ContainerState.RUNNING, running.state());
    assertEquals(OptionalInt.empty(), running.exitCode());
    assertTrue(running.startedAt().isPresent());
    assertEquals(Optional.empty(), running.finishedAt());

    engine().stop(id, Duration.ofSeconds(30));
    ContainerDetails ended = engine().inspect(id);
    assertEquals(ContainerState.ENDED, ended.state());
    assertEquals(OptionalInt.of(143), ended.exitCode());
    assertTrue(ended.finishedAt().isPresent());
    assertFalse(ended.outOfMemory());
  }

  @Test
  void programThatIgnoresItsSignalIsKilledAfterTheTimeout() throws EngineException {
    ContainerId id = started("a", "stubborn");
    engine().stop(id, Duration.ofSeconds(1));
    assertEquals(OptionalInt.of(137), engine().inspect(id).exitCode());
  }

  @Test
  void killEndsAtOnce() throws EngineException {
    ContainerId id = started("a", "stubborn");
    engine().kill(id);
    assertEquals(OptionalInt.of(137), awaitEnd(id).exitCode());
  }

  @Test
  void exitCodesArriveAsTheyAre() throws EngineException {
    for (int code : List.of(0, 1, 7, 137, 255)) {
      ContainerId id = started("exit-" + code, "exit", String.valueOf(code));
      ContainerDetails ended = awaitEnd(id);
      assertEquals(OptionalInt.of(code), ended.exitCode());
      assertFalse(ended.outOfMemory());
    }
  }

  @Test
  void containerThatTakesTooMuchMemoryIsKilledAndSaysWhy() throws EngineException {
    EventStream events = events(agent);
    ContainerId id = engine().create(Specs.withMemory(echo("a", "eat-memory"), 16L << 20));
    engine().start(id);
    ContainerDetails ended = awaitEnd(id);
    assertEquals(OptionalInt.of(137), ended.exitCode());
    assertTrue(ended.outOfMemory());
    assertTrue(
        kindsUntil(events, ContainerEvent.Kind.ENDED).contains(ContainerEvent.Kind.OUT_OF_MEMORY));
  }

  @Test
  void containerIsStartedAgainUnderItsOldId() throws EngineException {
    ContainerId id = started("a", "exit", "3");
    awaitEnd(id);
    engine().start(id);
    assertEquals(OptionalInt.of(3), awaitEnd(id).exitCode());
  }

  @Test
  void whatIsAlreadySoIsNoFailure() throws EngineException {
    ContainerId id = started("a", "sleep");
    engine().start(id);
    engine().kill(id);
    awaitEnd(id);
    engine().stop(id, Duration.ofSeconds(1));
    engine().kill(id);
    engine().remove(id);
    engine().remove(id);
    assertEquals(List.of(), engine().list());
  }

  @Test
  void runningContainerCanBeRemoved() throws EngineException {
    ContainerId id = started("a", "stubborn");
    engine().remove(id);
    assertFailure(Kind.NO_CONTAINER, () -> engine().inspect(id));
  }

  @Test
  void unknownContainerIsAKindOfItsOwn() throws EngineException {
    assertFailure(Kind.NO_CONTAINER, () -> engine().inspect(UNKNOWN));
    assertFailure(Kind.NO_CONTAINER, () -> engine().start(UNKNOWN));
    assertFailure(Kind.NO_CONTAINER, () -> engine().stop(UNKNOWN, Duration.ofSeconds(1)));
    assertFailure(Kind.NO_CONTAINER, () -> engine().kill(UNKNOWN));
    engine().remove(UNKNOWN);
  }

  @Test
  void verbsOnAContainerThatVanishedSaySo() throws EngineException {
    ContainerId id = started("a", "sleep");
    // By another view, so that the first one still believes to know it.
    try (ContainerEngine other = open(agent)) {
      other.remove(id);
    }
    assertFailure(Kind.NO_CONTAINER, () -> engine().start(id));
    assertFailure(Kind.NO_CONTAINER, () -> engine().stop(id, Duration.ofSeconds(1)));
    assertFailure(Kind.NO_CONTAINER, () -> engine().kill(id));
    engine().remove(id);
  }

  @Test
  void agentThatHasLostEverythingFindsItsContainersByLabel() throws EngineException {
    ContainerSpec made = echo("made", "sleep");
    ContainerId created = engine().create(made);
    ContainerId running = started("running", "sleep");
    ContainerId ended = started("ended", "exit", "0");
    awaitEnd(ended);
    engine(stranger).create(echoOf(stranger, "foreign", "sleep"));

    try (ContainerEngine restarted = open(agent)) {
      List<ContainerSummary> found = restarted.list();
      assertEquals(3, found.size());
      assertEquals(ContainerState.CREATED, find(found, created).state());
      assertEquals(made.labels(), find(found, created).labels());
      assertEquals(ContainerState.RUNNING, find(found, running).state());
      assertEquals(ContainerState.ENDED, find(found, ended).state());
      restarted.stop(running, Duration.ofSeconds(30));
      assertEquals(OptionalInt.of(143), restarted.inspect(running).exitCode());
    }
  }

  @Test
  void ourLabelsWinAndOthersAreKept() throws EngineException {
    ContainerSpec spec =
        Specs.withLabels(
            echo("a", "sleep"),
            Map.of("team", "blue = \"sky\"", ContainerLabels.TASK, "f".repeat(32)));
    ContainerId id = engine().create(spec);
    ContainerDetails details = engine().inspect(id);
    assertEquals(Optional.of(spec.labels()), details.labels());
    assertEquals("blue = \"sky\"", details.allLabels().get("team"));
    assertEquals("blue = \"sky\"", engine().list().getFirst().allLabels().get("team"));
  }

  @Test
  void containersOfOthersAreNotTouched() throws EngineException {
    ContainerId foreign = engine(stranger).create(echoOf(stranger, "a", "sleep"));
    engine(stranger).start(foreign);
    assertFailure(Kind.FOREIGN, () -> engine().start(foreign));
    assertFailure(Kind.FOREIGN, () -> engine().stop(foreign, Duration.ofSeconds(1)));
    assertFailure(Kind.FOREIGN, () -> engine().kill(foreign));
    assertFailure(Kind.FOREIGN, () -> engine().remove(foreign));
    assertEquals(List.of(), engine().list());
    assertEquals(ContainerState.RUNNING, engine(stranger).inspect(foreign).state());
  }

  @Test
  void portsAreBoundWhereSaidWhileTheContainerRuns() throws EngineException {
    BoundPort port = port(freePort());
    ContainerId id = engine().create(Specs.withPorts(echo("a", "serve"), port));
    assertEquals(List.of(), engine().inspect(id).ports());
    engine().start(id);
    assertEquals(List.of(port), engine().inspect(id).ports());
    engine().stop(id, Duration.ofSeconds(30));
    assertEquals(List.of(), engine().inspect(id).ports());
  }

  @Test
  void portOfAnotherContainerIsTakenForAsLongAsThatRuns() throws EngineException {
    BoundPort port = port(freePort());
    ContainerId first = engine().create(Specs.withPorts(echo("first", "serve"), port));
    engine().start(first);
    ContainerId second = engine().create(Specs.withPorts(echo("second", "serve"), port));
    EngineException failure = assertFailure(Kind.PORT_TAKEN, () -> engine().start(second));
    assertTrue(failure.isTemporary());
    assertTrue(failure.getMessage().startsWith("CannotStartContainerError: "));
    assertEquals(ContainerState.CREATED, engine().inspect(second).state());

    engine().stop(first, Duration.ofSeconds(30));
    engine().start(second);
    assertEquals(List.of(port), engine().inspect(second).ports());
  }

  @Test
  void portOfAnotherProgramIsTaken() throws Exception {
    BoundPort port = port(freePort());
    ContainerId id = engine().create(Specs.withPorts(echo("a", "serve"), port));
    try (AutoCloseable _ = listenOn(port)) {
      assertTrue(assertFailure(Kind.PORT_TAKEN, () -> engine().start(id)).isTemporary());
    }
    engine().start(id);
    assertEquals(List.of(port), engine().inspect(id).ports());
  }

  @Test
  void imageIsFoundOrNot() throws EngineException {
    assertEquals(Optional.empty(), engine().image(image()).orElseThrow().digest());
    assertEquals(Optional.empty(), engine().image("berth/missing:1"));
  }

  @Test
  void missingImageIsAKindOfItsOwn() {
    EngineException failure =
        assertFailure(
            Kind.IMAGE_MISSING,
            () -> engine().create(Specs.echo(agent, name("a"), "berth/missing:1", "sleep")));
    assertFalse(failure.isTemporary());
  }

  @Test
  void failedPullIsAKindOfItsOwn() {
    // A registry that nobody runs: the first port of this machine.
    EngineException failure =
        assertFailure(Kind.PULL, () -> engine().pull("127.0.0.1:1/berth/missing:1"));
    assertTrue(failure.getMessage().startsWith("CannotPullContainerError: "));
  }

  @Test
  void nameIsGivenOnce() throws EngineException {
    engine().create(echo("a", "sleep"));
    assertFailure(Kind.NAME_TAKEN, () -> engine().create(echo("a", "sleep")));
  }

  @Test
  void eventsComeInOrderAndOnlyOfThisAgent() throws EngineException {
    EventStream events = events(agent);
    ContainerId foreign = engine(stranger).create(echoOf(stranger, "foreign", "exit", "0"));
    engine(stranger).start(foreign);
    ContainerSpec spec = echo("a", "exit", "0");
    ContainerId id = engine().create(spec);
    engine().start(id);
    awaitEnd(id);
    engine().remove(id);

    List<ContainerEvent> seen = eventsUntil(events, ContainerEvent.Kind.REMOVED);
    assertEquals(
        List.of(
            ContainerEvent.Kind.STARTED, ContainerEvent.Kind.ENDED, ContainerEvent.Kind.REMOVED),
        seen.stream().map(ContainerEvent::kind).toList());
    for (ContainerEvent event : seen) {
      assertEquals(id, event.id());
      assertEquals(spec.labels().taskId(), event.taskId());
      assertEquals("main", event.containerName());
    }
  }

  @Test
  void closedStreamOfEventsEnds() throws EngineException {
    EventStream events = events(agent);
    assertEquals(Optional.empty(), events.poll(Duration.ZERO));
    events.close();
    events.close();
    assertFailure(Kind.CLOSED, () -> events.poll(DEADLINE));
  }

  @Test
  void volumeOfATaskIsMadeFoundAndRemoved() throws EngineException {
    VolumeSpec spec = volume("data");
    assertFalse(engine().hasVolume(spec.engineName()));
    engine().createVolume(spec);
    engine().createVolume(spec);
    assertTrue(engine().hasVolume(spec.engineName()));
    assertEquals(
        List.of(new VolumeSummary(spec.engineName(), spec.taskId())), engine().listVolumes());
    engine().removeVolume(spec.engineName());
    engine().removeVolume(spec.engineName());
    assertEquals(List.of(), engine().listVolumes());
  }

  @Test
  void volumeOfAnotherIsNotTouched() throws EngineException {
    VolumeSpec foreign =
        new VolumeSpec(name("data"), stranger, "default", Optional.empty(), "data");
    engine(stranger).createVolume(foreign);
    assertFailure(Kind.FOREIGN, () -> engine().createVolume(volume("data")));
    assertFailure(Kind.FOREIGN, () -> engine().removeVolume(foreign.engineName()));
    assertEquals(List.of(), engine().listVolumes());
    assertTrue(engine().hasVolume(foreign.engineName()));
  }

  @Test
  void volumeStaysWhileAContainerHasIt() throws EngineException {
    VolumeSpec spec = volume("data");
    ContainerSpec user =
        Specs.withMounts(
            echo("a", "sleep"),
            new Mount(new MountSource.EngineVolume(spec.engineName()), "/data", false));
    assertFailure(Kind.VOLUME, () -> engine().create(user));
    engine().createVolume(spec);
    ContainerId id = engine().create(user);
    assertFailure(Kind.VOLUME, () -> engine().removeVolume(spec.engineName()));
    engine().remove(id);
    engine().removeVolume(spec.engineName());
    assertFalse(engine().hasVolume(spec.engineName()));
  }

  @Test
  void manyContainersAreListedWhole() throws EngineException {
    List<ContainerId> made = new ArrayList<>();
    for (int index = 0; index < 200; index++) {
      made.add(engine().create(echo("many-" + index, "sleep")));
    }
    List<ContainerId> found = engine().list().stream().map(ContainerSummary::id).toList();
    assertEquals(
        made.stream().map(ContainerId::text).sorted().toList(),
        found.stream().map(ContainerId::text).sorted().toList());
  }

  // ------------------------------------------------------------------ words of this suite

  protected final ContainerEngine engine() {
    return engine(agent);
  }

  private ContainerEngine engine(String agentIdentity) {
    return engines.computeIfAbsent(agentIdentity, this::open);
  }

  protected final String agent() {
    return agent;
  }

  protected final String name(String suffix) {
    return prefix() + "-" + number + "-" + suffix;
  }

  protected final ContainerSpec echo(String name, String... words) {
    return echoOf(agent, name, words);
  }

  private ContainerSpec echoOf(String owner, String name, String... words) {
    return Specs.echo(owner, name(name), image(), words);
  }

  protected final ContainerId started(String name, String... words) throws EngineException {
    ContainerId id = engine().create(echo(name, words));
    engine().start(id);
    return id;
  }

  protected final EventStream events(String owner) throws EngineException {
    EventStream stream = engine(owner).events();
    streams.add(stream);
    return stream;
  }

  /** Events up to the first of that kind. */
  protected final List<ContainerEvent> eventsUntil(EventStream events, ContainerEvent.Kind last)
      throws EngineException {
    var seen = new ArrayList<ContainerEvent>();
    while (seen.isEmpty() || seen.getLast().kind() != last) {
      seen.add(
          events
              .poll(DEADLINE)
              .orElseThrow(() -> new AssertionError("no " + last + " after " + seen)));
    }
    return seen;
  }

  /** The container once it has ended; the stream that wakes us also bounds the wait. */
  protected final ContainerDetails awaitEnd(ContainerId id) throws EngineException {
    try (EventStream events = engine().events()) {
      ContainerDetails details = engine().inspect(id);
      while (details.state() != ContainerState.ENDED) {
        if (events.poll(DEADLINE).isEmpty()) {
          throw new AssertionError("container does not end: " + details);
        }
        details = engine().inspect(id);
      }
      return details;
    }
  }

  protected final VolumeSpec volume(String name) {
    return new VolumeSpec(
        name(name), agent, "default", Optional.of(new TaskId("1".repeat(32))), name);
  }

  protected static BoundPort port(int hostPort) {
    return new BoundPort(8080, hostPort, HostPort.Protocol.TCP, "127.0.0.1");
  }

  protected static EngineException assertFailure(Kind kind, Executable work) {
    EngineException failure = assertThrows(EngineException.class, work);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  private List<ContainerEvent.Kind> kindsUntil(EventStream events, ContainerEvent.Kind last)
      throws EngineException {
    return eventsUntil(events, last).stream().map(ContainerEvent::kind).toList();
  }

  private static ContainerSummary find(List<ContainerSummary> all, ContainerId id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }
}
