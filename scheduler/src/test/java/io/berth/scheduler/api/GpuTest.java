package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** GPUs from definition to answer, as ECS tells of them. */
@SuppressWarnings("unchecked") // the builders' own varargs
class GpuTest {
  private final ApiWorld world = new ApiWorld();
  private Host host = Samples.host(1, Resources.NONE);

  @BeforeEach
  void aHostWithThreeAndADefinitionWithTwo() {
    host =
        world.join(
            1,
            Samples.facts(
                1,
                new Resources(1_024, 1_000, 10, 10),
                List.of(),
                List.of("GPU-3", "GPU-1", "GPU-2")));
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("learn")
            .containerDefinitions(
                it -> it.name("web").image("i").memory(10),
                it -> it.name("learn").image("i").memory(10).resourceRequirements(gpus("2")))
            .build());
  }

  private static ResourceRequirement gpus(String count) {
    return ResourceRequirement.builder().type("GPU").value(count).build();
  }

  @Test
  void containerIsToldWhichAreItsOwn() {
    String arn = run(RunTaskRequest.builder()).tasks().getFirst().taskArn();

    Task task =
        world
            .call(DescribeTasksResponse.class, DescribeTasksRequest.builder().tasks(arn).build())
            .tasks()
            .getFirst();

    assertFalse(task.containers().get(0).hasGpuIds());
    assertEquals(List.of("GPU-1", "GPU-2"), task.containers().get(1).gpuIds());
  }

  @Test
  void hostShowsAllOfThemAndThoseThatAreFree() {
    assertEquals(List.of("GPU-1", "GPU-2", "GPU-3"), gpu(instance().remainingResources()));
    run(RunTaskRequest.builder());
    assertEquals(List.of("GPU-1", "GPU-2", "GPU-3"), gpu(instance().registeredResources()));
    assertEquals(List.of("GPU-3"), gpu(instance().remainingResources()));
  }

  @Test
  void whereTooFewAreFreeTheReasonSaysSo() {
    run(RunTaskRequest.builder());
    RunTaskResponse refused = run(RunTaskRequest.builder());
    assertTrue(refused.tasks().isEmpty());
    assertEquals("RESOURCE:GPU", refused.failures().getFirst().reason());
    assertTrue(refused.failures().getFirst().arn().endsWith(host.id().text()));
  }

  @Test
  void overrideTakesThePlaceOfWhatTheDefinitionAsks() {
    RunTaskRequest.Builder one =
        RunTaskRequest.builder()
            .overrides(task ->
                task.containerOverrides(it -> it.name("learn").resourceRequirements(gpus("1"))));
    for (String id : List.of("GPU-1", "GPU-2", "GPU-3")) {
      Task task = run(one).tasks().getFirst();
      assertEquals(List.of(id), task.containers().get(1).gpuIds());
      assertEquals(
          List.of(gpus("1")), task.overrides().containerOverrides().get(1).resourceRequirements());
    }
    assertEquals("RESOURCE:GPU", run(one).failures().getFirst().reason());
  }

  private RunTaskResponse run(RunTaskRequest.Builder request) {
    return world.call(RunTaskResponse.class, request.taskDefinition("learn").build());
  }

  private ContainerInstance instance() {
    return world
        .call(
            DescribeContainerInstancesResponse.class,
            DescribeContainerInstancesRequest.builder()
                .containerInstances(host.id().text())
                .build())
        .containerInstances()
        .getFirst();
  }

  private static List<String> gpu(List<Resource> resources) {
    Resource gpu = resources.getLast();
    assertEquals("GPU", gpu.name());
    assertEquals("STRINGSET", gpu.type());
    return gpu.stringSetValue();
  }
}
