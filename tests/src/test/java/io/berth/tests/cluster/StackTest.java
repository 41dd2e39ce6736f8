package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Task;

/** The shortest tour through real processes: a task runs, ends, and its exit code is told. */
@Tag("e2e")
@Timeout(180)
class StackTest {

  @Test
  void aTaskRunsAndEndsOnApartProcesses() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      assertTours(stack, engine);
    }
  }

  @Test
  void aTaskRunsAndEndsOnTheAllInOne() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.allInOne(engine)) {
      assertTours(stack, engine);
      assertTrue(stack.dump().contains("==== engine-0"), stack.dump());
    }
  }

  private static void assertTours(Stack stack, TestEngine engine) throws Exception {
    EngineWitness witness = stack.witness(engine);
    EcsUser user = stack.user();
    String definition = user.define("tour", EcsUser.echo("main", "sleep"));
    String task = user.run(definition);
    Task running = user.awaitStatus(task, "RUNNING");
    assertEquals(
        List.of(witness.id(task, "main")),
        running.containers().stream().map(one -> one.runtimeId()).toList());

    user.stop(task);
    Task stopped = user.awaitStatus(task, "STOPPED");
    assertEquals(143, stopped.containers().getFirst().exitCode());
    assertEquals(1, witness.starts(task).size());
  }
}
