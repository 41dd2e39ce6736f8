package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.store.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/** What clients read of a task and of its host, at each point of the task's life. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class TaskAnswersTest {
  private static final Instant NOON = Samples.NOON;

  private final ApiWorld world = new ApiWorld();
  private Host host = Samples.host(1, new Resources(1_024, 1_000, 10, 0));

  @BeforeEach
  void aHostADefinitionAndAnotherCluster() {
    host = world.join(1, new Resources(1_024, 1_000, 10, 0));
    world.call(
        CreateClusterResponse.class, CreateClusterRequest.builder().clusterName("lab").build());
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("web")
            .tags(tag("team", "blue"), tag("tier", "front"))
            .containerDefinitions(it ->
                it.name("web")
                    .image("i")
                    .cpu(256)
                    .memory(100)
                    .portMappings(port -> port.containerPort(80).hostPort(8_080)))
            .build());
  }

  @Test
  void endOfATaskThatEndedByItselfIsTold() {
    String arn = run();
    world.tell(host, arn, running());
    world.tell(host, arn, ended(Sighting.Cause.ESSENTIAL_EXITED, Optional.empty()));
    Task task = described(arn);

    assertEquals("STOPPED", task.lastStatus());
    assertEquals("STOPPED", task.desiredStatus());
    assertEquals("EssentialContainerExited", task.stopCodeAsString());
    assertEquals("Essential container in task exited", task.stoppedReason());
    assertEquals(3, task.containers().getFirst().exitCode());
    assertEquals("STOPPED", task.containers().getFirst().lastStatus());
    assertNull(task.containers().getFirst().reason());
    List<Instant> times =
        List.of(
            task.createdAt(),
            task.pullStartedAt(),
            task.pullStoppedAt(),
            task.startedAt(),
            task.stoppingAt(),
            task.executionStoppedAt(),
            task.stoppedAt());
    assertEquals(times.stream().sorted().toList(), times);
  }

  @Test
  void taskThatNeverRanSaysWhy() {
    String arn = run();
    ContainerSight.Failure failure =
        new ContainerSight.Failure(ContainerSight.Kind.PULL, "no such image");
    world.tell(host, arn, ended(Sighting.Cause.FAILED_TO_START, Optional.of(failure)));
    Task task = described(arn);

    assertEquals("TaskFailedToStart", task.stopCodeAsString());
    assertEquals("CannotPullContainerError: no such image", task.stoppedReason());
    assertEquals("CannotPullContainerError: no such image", task.containers().getFirst().reason());
  }

  @Test
  void stopIsTimedWhenItIsWanted() {
    String arn = run();
    Task stopping =
        world
            .call(
                StopTaskResponse.class,
                StopTaskRequest.builder().task(arn).reason("too old").build())
            .task();

    assertEquals(NOON, stopping.stoppingAt());
    assertNull(stopping.stoppedAt());
    assertEquals("too old", stopping.stoppedReason());
    assertEquals("UserInitiated", stopping.stopCodeAsString());
    assertEquals("PENDING", stopping.lastStatus());
    assertEquals(List.of(arn), listed("STOPPED"));
    assertEquals(List.of(), listed("RUNNING"));
  }

  @Test
  void tagsOfTheDefinitionComeAlongAndTheRequestsOwnCount() {
    RunTaskRequest request =
        RunTaskRequest.builder().taskDefinition("web").tags(tag("team", "red")).build();
    assertEquals(List.of(tag("team", "red")), run(request).tags());

    world.tell(host, described(listed("RUNNING").getFirst()).taskArn(), stopped());
    assertEquals(
        List.of(tag("team", "red"), tag("tier", "front")),
        run(request.toBuilder().propagateTags("TASK_DEFINITION").build()).tags());
  }

  @Test
  void tagsOfATaskThatIsOverStayAsTheyAre() {
    String arn = run();
    TagResourceRequest tag =
        TagResourceRequest.builder().resourceArn(arn).tags(tag("a", "b")).build();
    world.call(software.amazon.awssdk.core.SdkPojo.class, tag);
    world.tell(host, arn, stopped());

    world.assertRefused("InvalidParameterException", tag);
    assertEquals(List.of(tag("a", "b")), described(arn).tags());
  }

  @Test
  void hostTellsWhatIsTakenOfIt() {
    String arn = run();
    ContainerInstance pending = describedHost("default");
    assertEquals(1, pending.pendingTasksCount());
    assertEquals(0, pending.runningTasksCount());
    assertEquals(768, remaining(pending, "CPU").integerValue());
    assertEquals(900, remaining(pending, "MEMORY").integerValue());
    assertEquals(List.of("8080"), remaining(pending, "PORTS").stringSetValue());

    world.tell(host, arn, running());
    assertEquals(1, describedHost("default").runningTasksCount());
    assertEquals(0, describedHost("default").pendingTasksCount());
    world.tell(host, arn, ended(Sighting.Cause.WANTED, Optional.empty()));
    assertEquals(1_024, remaining(describedHost("default"), "CPU").integerValue());
    assertEquals(0, describedHost("default").runningTasksCount());
  }

  @Test
  void whatIsInAnotherClusterIsMissingThere() {
    String arn = run();
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    var task =
        world.call(
            DescribeTasksResponse.class,
            DescribeTasksRequest.builder().cluster("lab").tasks(id).build());
    var instance =
        world.call(
            DescribeContainerInstancesResponse.class,
            DescribeContainerInstancesRequest.builder()
                .cluster("lab")
                .containerInstances(host.id().text())
                .build());

    assertEquals("MISSING", task.failures().getFirst().reason());
    assertEquals("MISSING", instance.failures().getFirst().reason());
    assertTrue(task.tasks().isEmpty() && instance.containerInstances().isEmpty());
    world.assertRefused(
        "InvalidParameterException", StopTaskRequest.builder().cluster("lab").task(id).build());
  }

  // ---------------------------------------------------------------------------- words

  private String run() {
    return run(RunTaskRequest.builder().taskDefinition("web").build()).taskArn();
  }

  private Task run(RunTaskRequest request) {
    return world.call(RunTaskResponse.class, request).tasks().getFirst();
  }

  private Task described(String arn) {
    return world
        .call(
            DescribeTasksResponse.class,
            DescribeTasksRequest.builder().tasks(arn).includeWithStrings("TAGS").build())
        .tasks()
        .getFirst();
  }

  private List<String> listed(String desiredStatus) {
    return world
        .call(
            ListTasksResponse.class,
            ListTasksRequest.builder().desiredStatus(desiredStatus).build())
        .taskArns();
  }

  private ContainerInstance describedHost(String cluster) {
    return world
        .call(
            DescribeContainerInstancesResponse.class,
            DescribeContainerInstancesRequest.builder()
                .cluster(cluster)
                .containerInstances(host.id().text())
                .build())
        .containerInstances()
        .getFirst();
  }

  private static Resource remaining(ContainerInstance instance, String name) {
    return instance.remainingResources().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static Sighting running() {
    return sighting(Sighting.Phase.RUNNING, 1, Optional.empty(), Optional.empty());
  }

  private static Sighting stopped() {
    return sighting(Sighting.Phase.STOPPED, 2, Optional.empty(), Optional.empty());
  }

  private static Sighting ended(Sighting.Cause cause, Optional<ContainerSight.Failure> failure) {
    return sighting(Sighting.Phase.STOPPED, 2, Optional.of(new Sighting.End(cause, "")), failure);
  }

  private static Sighting sighting(
      Sighting.Phase phase,
      long sequence,
      Optional<Sighting.End> end,
      Optional<ContainerSight.Failure> failure) {
    boolean over = phase == Sighting.Phase.STOPPED;
    ContainerSight container =
        new ContainerSight(
            "web",
            over ? ContainerSight.State.STOPPED : ContainerSight.State.RUNNING,
            ContainerSight.Health.UNCHECKED,
            "0123",
            "",
            over && failure.isEmpty() ? OptionalInt.of(3) : OptionalInt.empty(),
            List.of(),
            failure,
            0);
    return new Sighting(
        phase, new Sighting.Order(1, sequence), List.of(container), end, times(over));
  }

  /** All before we hear of it. */
  private static Sighting.Times times(boolean over) {
    return new Sighting.Times(
        Optional.of(NOON),
        Optional.of(NOON),
        Optional.of(NOON),
        over ? Optional.of(NOON) : Optional.empty(),
        over ? Optional.of(NOON) : Optional.empty(),
        Optional.empty());
  }
}
