package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A stack on an engine of its own, where a test runs what it defines and looks at what the engine
 * made of it. The container that is looked at is called main if nothing else is said.
 */
final class EngineStage implements AutoCloseable {
  static final long MIB = 1L << 20;

  private final TestEngine engine;
  private final Stack stack;
  private final EngineWitness witness;

  private EngineStage(TestEngine engine, Stack stack, EngineWitness witness) {
    this.engine = engine;
    this.stack = stack;
    this.witness = witness;
  }

  static EngineStage open() throws Exception {
    TestEngine engine = TestEngine.start();
    boolean isOpen = false;
    try {
      Stack stack = Stack.on(engine);
      EngineStage stage = new EngineStage(engine, stack, stack.witness(engine));
      isOpen = true;
      return stage;
    } finally {
      if (!isOpen) {
        engine.close();
      }
    }
  }

  Stack stack() {
    return stack;
  }

  EcsUser user() {
    return stack.user();
  }

  static ContainerDefinition sleeping(String name) {
    return EcsUser.echo(name, "sleep");
  }

  /** A task of one container with this about it, when it runs. */
  String runs(Consumer<ContainerDefinition.Builder> change) throws Exception {
    return run(_ -> {}, EcsUser.echo("main").copy(change));
  }

  /** A task of these containers, when it runs. */
  String run(
      Consumer<RegisterTaskDefinitionRequest.Builder> change, ContainerDefinition... containers)
      throws Exception {
    return running(start(change, containers));
  }

  /** A task of these containers, whatever becomes of it. */
  String start(
      Consumer<RegisterTaskDefinitionRequest.Builder> change, ContainerDefinition... containers) {
    String definition =
        user()
            .client()
            .registerTaskDefinition(task -> {
              task.family("on-engine").containerDefinitions(containers);
              change.accept(task);
            })
            .taskDefinition()
            .taskDefinitionArn();
    return user().run(definition);
  }

  String running(String task) throws Exception {
    // One that has ended already will never run.
    Task seen =
        user()
            .awaitTask(
                task,
                "running",
                one -> one.lastStatus().equals("RUNNING") || one.lastStatus().equals("STOPPED"));
    assertEquals("RUNNING", seen.lastStatus(), seen::toString);
    return task;
  }

  Task ended(String task) throws Exception {
    return user().awaitStatus(task, "STOPPED");
  }

  InspectContainerResponse inspect(String task) {
    return inspect(task, "main");
  }

  InspectContainerResponse inspect(String task, String container) {
    return witness.docker().inspectContainerCmd(witness.id(task, container)).exec();
  }

  static String only(List<Task> tasks) {
    assertEquals(1, tasks.size());
    return tasks.getFirst().taskArn();
  }

  static Container container(Task task, String name) {
    return task.containers().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    stack.close();
    engine.close();
  }
}
