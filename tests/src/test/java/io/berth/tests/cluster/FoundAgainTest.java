package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What happens in the engine while nobody of ours looks, or by somebody else's hand: an agent that
 * comes back finds what runs, untouched, and tells how the rest has ended.
 */
@Tag("e2e")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoundAgainTest {
  private @Nullable TestEngine engine;

  @BeforeAll
  void startEngine() throws IOException {
    engine = TestEngine.start();
  }

  @AfterAll
  void stopEngine() throws IOException {
    engine().close();
  }

  private TestEngine engine() {
    return Objects.requireNonNull(engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"by its journal", "by labels alone"})
  void killedAgentFindsWhatRunsAndTellsWhatHasEnded(String way) throws Exception {
    try (Stack stack = Stack.on(engine())) {
      EngineWitness witness = stack.witness(engine());
      EcsUser user = stack.user();
      String definition = twoContainers(user);
      String keeper = running(user, definition);
      String victim = running(user, definition);
      List<String> before = ids(witness, keeper);

      stack.agent().process().kill();
      witness.kill(victim, "main");
      if (way.equals("by labels alone")) {
        stack.agent().loseJournal();
      }
      stack.agent().start();

      Task ended = user.awaitStatus(victim, "STOPPED");
      assertEquals(List.of("main 137", "side 143"), EcsUser.exitCodes(ended), stack::dump);
      assertEquals("EssentialContainerExited", ended.stopCodeAsString(), stack::dump);
      assertEquals("RUNNING", user.task(keeper).lastStatus(), stack::dump);
      assertEquals(before, ids(witness, keeper), stack::dump);

      user.stop(keeper);
      Task stopped = user.awaitStatus(keeper, "STOPPED");
      assertEquals(List.of("main 143", "side 143"), EcsUser.exitCodes(stopped), stack::dump);
      assertWell(stack, witness, keeper, victim);
    }
  }

  @Test
  void endsWhileEverybodyIsAwayAreToldWithTheirCodes() throws Exception {
    try (Stack stack = Stack.on(engine())) {
      EngineWitness witness = stack.witness(engine());
      EcsUser user = stack.user();
      String definition = twoContainers(user);
      String keeper = running(user, definition);
      String withScheduler = running(user, definition);
      String withBoth = running(user, definition);

      stack.schedulerProcess().process().kill();
      witness.kill(withScheduler, "main");
      stack.agent().process().kill();
      witness.kill(withBoth, "main");
      stack.agent().start();
      stack.schedulerProcess().start();

      for (String victim : List.of(withScheduler, withBoth)) {
        Task ended = user.awaitStatus(victim, "STOPPED");
        assertEquals(List.of("main 137", "side 143"), EcsUser.exitCodes(ended), stack::dump);
      }
      assertEquals("RUNNING", user.task(keeper).lastStatus(), stack::dump);
      assertWell(stack, witness, keeper, withScheduler, withBoth);
    }
  }

  /** The time is told and not judged here: a machine may be as slow as it likes. */
  @Test
  void containerThatSomebodyRemovesIsMissed() throws Exception {
    try (Stack stack = Stack.on(engine())) {
      EngineWitness witness = stack.witness(engine());
      EcsUser user = stack.user();
      String definition = twoContainers(user);
      String watched = running(user, definition);
      String unwatched = running(user, definition);

      long begin = System.nanoTime();
      witness.remove(watched, "main");
      Task missed = user.awaitTask(watched, "not running", one -> !isRunning(one));
      System.out.println(
          "a removed container was missed after "
              + Duration.ofNanos(System.nanoTime() - begin).toMillis()
              + " ms");
      assertEquals("EssentialContainerExited", missed.stopCodeAsString(), stack::dump);
      assertVanished(stack, watched);

      stack.agent().process().kill();
      witness.remove(unwatched, "main");
      stack.agent().start();
      assertVanished(stack, unwatched);
      assertWell(stack, witness, watched, unwatched);
    }
  }

  private static void assertVanished(Stack stack, String task) throws Exception {
    Task stopped = stack.user().awaitStatus(task, "STOPPED");
    assertEquals(List.of("main null", "side 143"), EcsUser.exitCodes(stopped), stack::dump);
    assertEquals(
        List.of("ContainerVanishedError: The container is gone from the engine"),
        stopped.containers().stream()
            .filter(one -> one.name().equals("main"))
            .map(one -> one.reason())
            .toList(),
        stack::dump);
  }

  private static boolean isRunning(Task task) {
    return task.lastStatus().equals("RUNNING") && task.desiredStatus().equals("RUNNING");
  }

  private static String twoContainers(EcsUser user) {
    return user.define("two", EcsUser.echo("main", "sleep"), EcsUser.echo("side", "sleep"));
  }

  private static String running(EcsUser user, String definition) throws Exception {
    String task = user.run(definition);
    Task _ = user.awaitStatus(task, "RUNNING");
    return task;
  }

  private static List<String> ids(EngineWitness witness, String task) {
    return List.of(witness.id(task, "main"), witness.id(task, "side"));
  }

  private static void assertWell(Stack stack, EngineWitness witness, String... tasks) {
    assertEquals(List.of(), new Judge(stack.user(), witness).findings(List.of(tasks)), stack::dump);
  }
}
