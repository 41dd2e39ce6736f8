package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** What a client says about a task as a whole, and when it runs one, holds on the engine. */
@Tag("e2e")
@Timeout(240)
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class TaskOnEngineTest {
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

  // -------------------------------------------------------------------- the task as a whole

  @Test
  void sizeOfTheTaskLimitsItsContainers() throws Exception {
    String task =
        stage.run(
            it -> it.cpu("512").memory("64"),
            EngineStage.sleeping("main").copy(one -> one.memory(null)),
            EngineStage.sleeping("other").copy(one -> one.memory(16)));
    HostConfig main = stage.inspect(task).getHostConfig();
    HostConfig other = stage.inspect(task, "other").getHostConfig();

    assertEquals(64 * EngineStage.MIB, main.getMemory());
    assertEquals(16 * EngineStage.MIB, other.getMemory());
    assertEquals(List.of(100_000L, 50_000L), List.of(main.getCpuPeriod(), main.getCpuQuota()));
    assertEquals(50_000L, other.getCpuQuota());
    assertEquals("64", stage.user().task(task).memory());
  }

  @Test
  void memoryOfTheTaskIsTheEndOfAContainerThatTakesMore() throws Exception {
    Task ended =
        stage.ended(
            stage.start(
                it -> it.memory("16"),
                EcsUser.echo("main", "eat-memory").copy(one -> one.memory(null))));

    assertEquals(137, ended.containers().getFirst().exitCode());
    assertTrue(
        ended.containers().getFirst().reason().startsWith("OutOfMemoryError"),
        () -> ended.containers().getFirst().reason());
  }

  @Test
  void essentialContainerTakesTheOthersWithIt() throws Exception {
    ContainerDefinition main =
        EcsUser.echo("main", "exit", "3")
            .copy(one -> one.dependsOn(on -> on.containerName("other").condition("START")));
    Task ended = stage.ended(stage.start(_ -> {}, main, EngineStage.sleeping("other")));

    assertEquals("EssentialContainerExited", ended.stopCodeAsString());
    assertEquals("Essential container in task exited", ended.stoppedReason());
    assertEquals(3, EngineStage.container(ended, "main").exitCode());
    assertEquals(143, EngineStage.container(ended, "other").exitCode());
  }

  @Test
  void otherContainerEndsAlone() throws Exception {
    String task =
        stage.start(
            _ -> {},
            EngineStage.sleeping("main"),
            EcsUser.echo("other", "exit", "3").copy(one -> one.essential(false)));
    Task seen =
        stage
            .user()
            .awaitTask(
                task,
                "running without the other",
                one ->
                    one.lastStatus().equals("RUNNING")
                        && Objects.equals(EngineStage.container(one, "other").exitCode(), 3));

    assertEquals("RUNNING", EngineStage.container(seen, "main").lastStatus());
    assertEquals("RUNNING", seen.desiredStatus());
  }

  @Test
  void stubbornContainerIsKilledAfterItsStopTimeout() throws Exception {
    String task = stage.runs(one -> one.command("/echo", "stubborn").stopTimeout(1));
    stage.user().stop(task);
    Task ended = stage.ended(task);

    assertEquals(137, ended.containers().getFirst().exitCode());
    Duration took = Duration.between(ended.stoppingAt(), ended.stoppedAt());
    assertTrue(took.compareTo(Duration.ofMillis(900)) > 0, took::toString);
    assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, took::toString);
  }

  @Test
  void healthOfAContainerIsTold() throws Exception {
    String task =
        stage.runs(one ->
            one.command("/echo", "serve")
                .healthCheck(check -> check.command("CMD", "/echo", "check").interval(5)));

    Task seen =
        stage
            .user()
            .awaitTask(task, "healthy", one -> "HEALTHY".equals(one.healthStatusAsString()));
    assertEquals("HEALTHY", seen.containers().getFirst().healthStatusAsString());
  }

  // -------------------------------------------------------------------- overrides

  @Test
  void overridesReachTheEngine() throws Exception {
    String definition =
        stage
            .user()
            .define(
                "overridden",
                EngineStage.sleeping("main")
                    .copy(one ->
                        one.cpu(128)
                            .environment(
                                pair -> pair.name("KEPT").value("1"),
                                pair -> pair.name("CHANGED").value("1"))));
    ContainerOverride override =
        ContainerOverride.builder()
            .name("main")
            .command("/echo", "stubborn")
            .environment(
                pair -> pair.name("CHANGED").value("2"), pair -> pair.name("NEW").value("3"))
            .cpu(256)
            .memory(32)
            .memoryReservation(24)
            .build();
    InspectContainerResponse seen =
        stage.inspect(
            stage.running(
                EngineStage.only(
                    stage
                        .user()
                        .client()
                        .runTask(request ->
                            request
                                .taskDefinition(definition)
                                .overrides(it -> it.containerOverrides(override)))
                        .tasks())));

    assertArrayEquals(new String[] {"/echo", "stubborn"}, seen.getConfig().getCmd());
    List<String> environment = Arrays.asList(Objects.requireNonNull(seen.getConfig().getEnv()));
    assertTrue(
        environment.containsAll(List.of("KEPT=1", "CHANGED=2", "NEW=3")), environment::toString);
    assertEquals(256, seen.getHostConfig().getCpuShares());
    assertEquals(32 * EngineStage.MIB, seen.getHostConfig().getMemory());
    assertEquals(24 * EngineStage.MIB, seen.getHostConfig().getMemoryReservation());
  }

  @Test
  void withoutItsCommandTheImageDecides() throws Exception {
    String definition = stage.user().define("emptied", EngineStage.sleeping("main"));
    TaskOverride empty =
        TaskOverride.builder()
            .containerOverrides(one -> one.name("main").command(List.of()))
            .build();
    Task ended =
        stage.ended(
            EngineStage.only(
                stage
                    .user()
                    .client()
                    .runTask(request -> request.taskDefinition(definition).overrides(empty))
                    .tasks()));

    // The image has neither command nor entry point.
    assertEquals("TaskFailedToStart", ended.stopCodeAsString());
    assertNotEquals("", ended.stoppedReason());
  }
}
