package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** An engine that is restarted, away or dies, as the users of the API and the containers see it. */
@Tag("e2e")
@Timeout(300)
class EngineRestartTest {

  @Test
  void withLiveRestoreTasksLiveOn() throws Exception {
    try (TestEngine engine = TestEngine.start("--live-restore");
        Stack stack = Stack.on(engine)) {
      EngineWitness witness = stack.witness(engine);
      EcsUser user = stack.user();
      String definition = user.define("sleeper", EcsUser.echo("main", "sleep"));
      String task = user.run(definition);
      Task _ = user.awaitStatus(task, "RUNNING");
      String before = witness.id(task, "main");

      engine.stop();
      stack.await().until("the host says so", () -> user.engineHealth().equals("IMPAIRED"));
      assertTrue(user.host().agentConnected(), stack::dump);
      RunTaskResponse refused =
          user.client().runTask(request -> request.taskDefinition(definition));
      assertEquals(List.of(), refused.tasks());
      assertEquals("AGENT", refused.failures().getFirst().reason());

      engine.launch();
      stack.await().until("the host says so", () -> user.engineHealth().equals("OK"));
      assertEquals("RUNNING", user.task(task).lastStatus(), stack::dump);
      assertEquals(before, witness.id(task, "main"), stack::dump);
      String next = user.run(definition);
      Task _ = user.awaitStatus(next, "RUNNING");
      user.stop(task);
      assertEquals(
          List.of("main 143"), EcsUser.exitCodes(user.awaitStatus(task, "STOPPED")), stack::dump);
      assertWell(stack, engine, List.of(task, next));
    }
  }

  @Test
  void withoutLiveRestoreTasksEndWithTheirCodes() throws Exception {
    try (TestEngine engine = TestEngine.start("--shutdown-timeout=3");
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String polite = user.define("polite", EcsUser.echo("main", "sleep"));
      List<String> tasks = new ArrayList<>();
      tasks.add(user.run(polite));
      tasks.add(user.run(user.define("stubborn", EcsUser.echo("main", "stubborn"))));
      for (String task : tasks) {
        Task _ = user.awaitStatus(task, "RUNNING");
      }

      engine.stop();
      engine.launch();

      for (String task : tasks) {
        Task ended = user.awaitStatus(task, "STOPPED");
        assertEquals("EssentialContainerExited", ended.stopCodeAsString(), stack::dump);
        assertEquals("Essential container in task exited", ended.stoppedReason(), stack::dump);
      }
      assertEquals(List.of("main 143"), EcsUser.exitCodes(user.task(tasks.get(0))), stack::dump);
      assertEquals(List.of("main 137"), EcsUser.exitCodes(user.task(tasks.get(1))), stack::dump);
      stack.await().until("the host takes tasks", () -> user.engineHealth().equals("OK"));
      tasks.add(user.run(polite));
      Task _ = user.awaitStatus(tasks.getLast(), "RUNNING");
      assertWell(stack, engine, tasks);
    }
  }

  /** They are accepted, the engine dies before or while it makes them, and comes back. */
  @Test
  void engineThatDiesUnderTasksThatBeginLosesNone() throws Exception {
    try (TestEngine engine = TestEngine.start("--live-restore");
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String definition =
          user.define("two", EcsUser.echo("main", "sleep"), EcsUser.echo("side", "sleep"));
      List<String> tasks =
          user
              .client()
              .runTask(request -> request.taskDefinition(definition).count(4))
              .tasks()
              .stream()
              .map(Task::taskArn)
              .toList();
      assertEquals(4, tasks.size());
      engine.kill();
      stack.await().until("the host says so", () -> user.engineHealth().equals("IMPAIRED"));
      engine.launch();

      for (String task : tasks) {
        Task settled =
            user.awaitTask(
                task,
                "running or ended",
                one -> List.of("RUNNING", "STOPPED").contains(one.lastStatus()));
        // What the engine itself could not save has an end with a reason.
        assertTrue(
            settled.lastStatus().equals("RUNNING") || !settled.stoppedReason().isEmpty(),
            stack::dump);
      }
      assertWell(stack, engine, tasks);
      for (String task : tasks) {
        user.stop(task);
        Task _ = user.awaitStatus(task, "STOPPED");
      }
      assertWell(stack, engine, tasks);
    }
  }

  private static void assertWell(Stack stack, TestEngine engine, List<String> tasks)
      throws Exception {
    assertEquals(
        List.of(), new Judge(stack.user(), stack.witness(engine)).findings(tasks), stack::dump);
  }
}
