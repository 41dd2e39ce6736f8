package io.berth.agent.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.LifecyclePlan.HealthCheckPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The engine in memory keeps the contract, and does what tests tell it to. */
class FakeEngineTest extends EngineContract {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int nextPort = 20_000;
  private final FakeHost host =
      new FakeHost(() -> now, new EchoProgram(), time -> now = now.plus(time));

  FakeEngineTest() {
    host.addImage(image());
  }

  @Override
  protected ContainerEngine open(String agentIdentity) {
    return new FakeEngine(agentIdentity, host);
  }

  @Override
  protected String image() {
    return "berth/echo:test";
  }

  @Override
  protected String prefix() {
    return "fake";
  }

  @Override
  protected int freePort() {
    return nextPort++;
  }

  @Override
  protected AutoCloseable listenOn(BoundPort port) {
    host.takePort(port);
    return () -> host.freePort(port);
  }

  @Test
  void containersEndAsTheTestSays() throws EngineException {
    ContainerId first = started("first", "sleep");
    ContainerId second = started("second", "sleep");
    now = now.plusSeconds(5);
    host.exit(first, 9);
    host.runOutOfMemory(second);
    assertEquals(OptionalInt.of(9), engine().inspect(first).exitCode());
    assertEquals(Optional.of(now), engine().inspect(first).finishedAt());
    assertTrue(engine().inspect(second).outOfMemory());
  }

  @Test
  void healthIsWhatTheTestSays() throws EngineException {
    var check =
        new HealthCheckPlan(
            List.of("true"), false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO);
    var lifecycle =
        new LifecyclePlan(
            true,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(check),
            Optional.empty());
    ContainerId id = engine().create(Specs.withLifecycle(echo("a", "sleep"), lifecycle));
    EventStream events = events(agent());
    engine().start(id);
    assertEquals(Health.STARTING, engine().inspect(id).health());
    host.judge(id, Health.UNHEALTHY);
    assertEquals(Health.UNHEALTHY, engine().inspect(id).health());
    assertEquals(2, eventsUntil(events, ContainerEvent.Kind.HEALTH_CHANGED).size());
  }

  @Test
  void containerRemovedByHandIsToldAndGone() throws EngineException {
    ContainerId id = started("a", "sleep");
    EventStream events = events(agent());
    host.removeByHand(id);
    assertEquals(2, eventsUntil(events, ContainerEvent.Kind.REMOVED).size());
    assertFailure(Kind.NO_CONTAINER, () -> engine().inspect(id));
  }

  @Test
  void pulledImageHasItsDigest() throws EngineException {
    host.offerImage("registry/web:1", "sha256:" + "a".repeat(64));
    assertEquals(Optional.empty(), engine().image("registry/web:1"));
    assertEquals(Optional.of("sha256:" + "a".repeat(64)), engine().pull("registry/web:1").digest());
    assertTrue(engine().image("registry/web:1").isPresent());
    host.denyImage("registry/secret:1");
    assertFailure(Kind.PULL_DENIED, () -> engine().pull("registry/secret:1"));
  }

  @Test
  void nextCallsFailAsTold() throws EngineException {
    host.failNext(EngineVerb.CREATE, lost());
    host.loseNextAnswer(EngineVerb.CREATE, lost());
    assertFailure(Kind.TIMED_OUT, () -> engine().create(echo("a", "sleep")));
    assertEquals(List.of(), engine().list());
    assertFailure(Kind.TIMED_OUT, () -> engine().create(echo("a", "sleep")));
    assertEquals(1, engine().list().size());
    assertFailure(Kind.NAME_TAKEN, () -> engine().create(echo("a", "sleep")));
  }

  @Test
  void slowCallTakesItsTime() throws EngineException {
    Instant before = now;
    host.slowNext(EngineVerb.PING, Duration.ofSeconds(40));
    engine().ping();
    engine().ping();
    assertEquals(before.plusSeconds(40), now);
  }

  @Test
  void engineThatIsAwayBreaksStreamsAndKeepsContainers() throws EngineException {
    ContainerId id = started("a", "sleep");
    EventStream events = events(agent());
    host.engineGoesAway();
    assertTrue(assertFailure(Kind.UNAVAILABLE, () -> engine().ping()).isTemporary());
    assertFailure(Kind.UNAVAILABLE, () -> events.poll(Duration.ZERO));
    host.engineRecovers();
    assertEquals(ContainerState.RUNNING, engine().inspect(id).state());
  }

  @Test
  void engineThatHangsKeepsStreamsOpen() throws EngineException {
    EventStream events = events(agent());
    host.engineHangs();
    assertTrue(assertFailure(Kind.TIMED_OUT, () -> engine().list()).isTemporary());
    assertEquals(Optional.empty(), events.poll(Duration.ZERO));
    host.engineRecovers();
    engine().ping();
  }

  @Test
  void engineThatRestartsWithoutLiveRestoreHasEndedEverything() throws EngineException {
    ContainerId id = started("a", "sleep");
    host.engineRestartsAndEndsContainers();
    assertEquals(OptionalInt.of(137), engine().inspect(id).exitCode());
  }

  private static EngineException lost() {
    return new EngineException(Kind.TIMED_OUT, true, "the engine gave no answer");
  }
}
