package io.berth.agent.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerEvent;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import io.berth.agent.engine.Specs;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.model.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What the agent sees of a real engine that hangs, restarts or dies. */
@Tag("e2e")
@Timeout(180)
class EngineFaultsTest {

  private static final String AGENT = "agent-1";
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @Test
  void frozenEngineEndsEachVerbByItsWatchdogAndGoesOnWhenThawed() throws Exception {
    var impatient = new CallDeadlines(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
    try (TestEngine real = TestEngine.start();
        ContainerEngine calm = open(real, CallDeadlines.USUAL);
        ContainerEngine hasty = open(real, impatient)) {
      ContainerId keeper = started(calm, "keeper");
      ContainerId victim = started(calm, "victim");
      assertEquals(2, hasty.list().size());
      try (EventStream events = calm.events()) {
        real.freeze();
        assertAllVerbsTimeOut(hasty, victim);
        real.thaw();

        assertEquals(ContainerState.RUNNING, calm.inspect(keeper).state());
        calm.stop(keeper, DEADLINE);
        awaitEvent(events, ContainerEvent.Kind.ENDED, keeper);
      }
      hasty.ping();
    }
  }

  private static void assertAllVerbsTimeOut(ContainerEngine engine, ContainerId victim) {
    var volume = new VolumeSpec("frozen", AGENT, "default", Optional.empty(), "frozen");
    assertTimesOut(engine::ping);
    assertTimesOut(engine::describe);
    assertTimesOut(() -> engine.pull("127.0.0.1:1/berth/missing:1"));
    assertTimesOut(() -> engine.image(TestEngine.ECHO_IMAGE));
    assertTimesOut(() -> engine.create(spec("late")));
    assertTimesOut(() -> engine.inspect(victim));
    assertTimesOut(() -> engine.start(victim));
    assertTimesOut(() -> engine.stop(victim, Duration.ZERO));
    assertTimesOut(() -> engine.kill(victim));
    assertTimesOut(() -> engine.remove(victim));
    assertTimesOut(engine::list);
    assertTimesOut(engine::events);
    assertTimesOut(() -> engine.createVolume(volume));
    assertTimesOut(() -> engine.removeVolume("frozen"));
    assertTimesOut(engine::listVolumes);
    assertTimesOut(() -> engine.hasVolume("frozen"));
  }

  @Test
  void containersOutliveARestartWithLiveRestore() throws Exception {
    try (TestEngine real = TestEngine.start("--live-restore");
        ContainerEngine engine = open(real, CallDeadlines.USUAL)) {
      assertTrue(engine.describe().liveRestore());
      ContainerId keeper = started(engine, "keeper");
      ContainerId victim = started(engine, "victim");
      ContainerDetails before = engine.inspect(keeper);
      long pid = pid(real, victim);
      try (EventStream events = engine.events()) {
        real.stop();
        assertBreaks(events);
      }
      assertKind(Kind.UNAVAILABLE, engine::ping);
      // It ends while nobody looks.
      TestTools.run("kill", "-KILL", String.valueOf(pid));
      real.launch();

      assertEquals(before, engine.inspect(keeper));
      assertEquals(OptionalInt.of(137), awaitEnd(engine, victim).exitCode());
      engine.stop(keeper, DEADLINE);
      assertEquals(OptionalInt.of(143), engine.inspect(keeper).exitCode());
    }
  }

  @Test
  void containersOutliveAnEngineThatDiesWithLiveRestore() throws Exception {
    try (TestEngine real = TestEngine.start("--live-restore");
        ContainerEngine engine = open(real, CallDeadlines.USUAL)) {
      ContainerId keeper = started(engine, "keeper");
      ContainerDetails before = engine.inspect(keeper);
      real.kill();
      assertKind(Kind.UNAVAILABLE, engine::list);
      real.launch();
      assertEquals(before, engine.inspect(keeper));
    }
  }

  @Test
  void restartWithoutLiveRestoreEndsContainersWithTheirCodes() throws Exception {
    try (TestEngine real = TestEngine.start();
        ContainerEngine engine = open(real, CallDeadlines.USUAL)) {
      ContainerId id = started(engine, "keeper");
      real.stop();
      real.launch();
      ContainerDetails ended = engine.inspect(id);
      assertEquals(ContainerState.ENDED, ended.state());
      assertEquals(OptionalInt.of(143), ended.exitCode());
      engine.start(id);
      assertEquals(ContainerState.RUNNING, engine.inspect(id).state());
    }
  }

  private static ContainerEngine open(TestEngine real, CallDeadlines deadlines) {
    return new DockerEngine(AGENT, real.socket(), deadlines, InstantSource.system());
  }

  private static ContainerSpec spec(String name) {
    return Specs.echo(AGENT, name, TestEngine.ECHO_IMAGE, "sleep");
  }

  private static ContainerId started(ContainerEngine engine, String name) throws EngineException {
    ContainerId id = engine.create(spec(name));
    engine.start(id);
    return id;
  }

  private static long pid(TestEngine real, ContainerId id) throws IOException {
    try (var client = real.openClient()) {
      return Objects.requireNonNull(
          client.inspectContainerCmd(id.text()).exec().getState().getPidLong());
    }
  }

  private static void awaitEvent(EventStream events, ContainerEvent.Kind kind, ContainerId id)
      throws EngineException {
    Optional<ContainerEvent> seen = events.poll(DEADLINE);
    while (seen.filter(one -> one.kind() == kind && one.id().equals(id)).isEmpty()) {
      assertTrue(seen.isPresent(), "no " + kind);
      seen = events.poll(DEADLINE);
    }
  }

  private static ContainerDetails awaitEnd(ContainerEngine engine, ContainerId id)
      throws EngineException {
    try (EventStream events = engine.events()) {
      ContainerDetails details = engine.inspect(id);
      while (details.state() != ContainerState.ENDED) {
        assertTrue(events.poll(DEADLINE).isPresent(), "it does not end");
        details = engine.inspect(id);
      }
      return details;
    }
  }

  private static void assertBreaks(EventStream events) {
    EngineException failure =
        assertThrows(
            EngineException.class,
            () -> {
              while (events.poll(DEADLINE).isPresent()) {
                // What happened before the break is told first.
              }
            });
    assertEquals(Kind.UNAVAILABLE, failure.kind());
    assertTrue(failure.isTemporary());
  }

  private static void assertTimesOut(Executable work) {
    assertKind(Kind.TIMED_OUT, work);
  }

  private static void assertKind(Kind kind, Executable work) {
    EngineException failure = assertThrows(EngineException.class, work);
    assertEquals(kind, failure.kind(), failure.getMessage());
    assertTrue(failure.isTemporary());
  }
}
