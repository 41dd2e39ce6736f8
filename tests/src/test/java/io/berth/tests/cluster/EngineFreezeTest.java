package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * An engine that hangs: its host says so and stays connected, nobody else waits for it, and all
 * goes on when the engine does.
 */
@Tag("e2e")
@Timeout(300)
class EngineFreezeTest {
  /** A stop gets its timeout of two seconds and thirty more. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(36);

  @Test
  void frozenEngineIsToldAndHoldsUpNobodyElse() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String task = sleeping(user);

      engine.freeze();
      user.stop(task);
      awaitImpaired(stack);
      assertEquals("STOPPING", user.task(task).lastStatus(), stack::dump);
      engine.thaw();

      assertGoesOn(stack, task);
      stack.await().until("the host takes tasks", () -> user.engineHealth().equals("OK"));
      String next = sleeping(user);
      assertEquals(
          List.of(),
          new Judge(user, stack.witness(engine)).findings(List.of(task, next)),
          stack::dump);
    }
  }

  /** All that time heartbeats go on, and what the engine was asked for is asked for again. */
  @Test
  @Tag("full")
  void callsOfAnEngineThatStaysFrozenEndByTheirWatchdogs() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String task = sleeping(user);
      engine.freeze();
      user.stop(task);
      long begin = System.nanoTime();
      stack
          .await()
          .until(
              "the longest call is over",
              () -> {
                assertTrue(user.host().agentConnected(), stack::dump);
                return System.nanoTime() - begin > LONGEST_CALL.toNanos();
              });
      assertEquals("IMPAIRED", user.engineHealth(), stack::dump);
      assertEquals("STOPPING", user.task(task).lastStatus(), stack::dump);
      engine.thaw();
      assertGoesOn(stack, task);
    }
  }

  private static String sleeping(EcsUser user) throws Exception {
    String task = user.run(user.define("sleeper", EcsUser.echo("main", "sleep")));
    Task _ = user.awaitStatus(task, "RUNNING");
    return task;
  }

  /** All the while heartbeats go on, or the host would be taken for gone. */
  private static void awaitImpaired(Stack stack) throws Exception {
    stack
        .await()
        .until(
            "the host says that its engine is impaired",
            () -> {
              assertTrue(stack.user().host().agentConnected(), stack::dump);
              return stack.user().engineHealth().equals("IMPAIRED");
            });
    assertFalse(stack.agent().process().said().contains("The session is over"), stack::dump);
  }

  private static void assertGoesOn(Stack stack, String task) throws Exception {
    Task stopped = stack.user().awaitStatus(task, "STOPPED");
    assertEquals(List.of("main 143"), EcsUser.exitCodes(stopped), stack::dump);
  }
}
