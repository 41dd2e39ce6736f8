package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** StartTask with hosts that are there, that are not, and that are named in odd ways. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class StartTaskTest {
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:container-instance/";

  private final ApiWorld world = new ApiWorld();
  private Host roomy = Samples.host(1, Resources.NONE);
  private Host small = roomy;
  private Host draining = roomy;
  private Host silent = roomy;
  private Host gone = roomy;

  @BeforeEach
  void hostsOfAllKinds() {
    roomy = world.join(1, new Resources(4_096, 4_000, 10, 0));
    small = world.join(2, new Resources(4_096, 150, 10, 0));
    draining = world.join(3, new Resources(4_096, 4_000, 10, 0));
    silent = world.join(4, new Resources(4_096, 4_000, 10, 0));
    gone = world.join(5, new Resources(4_096, 4_000, 10, 0));
    world.silence(silent);
    world.call(
        UpdateContainerInstancesStateResponse.class,
        UpdateContainerInstancesStateRequest.builder()
            .containerInstances(id(draining))
            .status("DRAINING")
            .build());
    world.call(
        DeregisterContainerInstanceResponse.class,
        DeregisterContainerInstanceRequest.builder().containerInstance(id(gone)).build());
    register("web", List.of());
  }

  private void register(String family, List<TaskDefinitionPlacementConstraint> constraints) {
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family(family)
            .placementConstraints(constraints)
            .containerDefinitions(it -> it.name("web").image("echo:1").memory(100))
            .build());
  }

  private static String id(Host host) {
    return host.id().text();
  }

  private static StartTaskRequest request(List<String> hosts) {
    return StartTaskRequest.builder().taskDefinition("web").containerInstances(hosts).build();
  }

  /** The hosts in the order of their numbers, or the word as it stands there. */
  private String named(String word) {
    return switch (word) {
      case "roomy" -> id(roomy);
      case "small" -> id(small);
      case "draining" -> id(draining);
      case "silent" -> id(silent);
      case "gone" -> id(gone);
      default -> word;
    };
  }

  record Row(List<String> named, List<String> started, List<String> failed) {}

  static Stream<Row> rows() {
    return Stream.of(
        new Row(List.of("roomy"), List.of("roomy"), List.of()),
        new Row(List.of(ARN + "default/roomy"), List.of("roomy"), List.of()),
        new Row(List.of("roomy", "small"), List.of("roomy", "small"), List.of()),
        // Each naming is a task, and what is named twice must fit twice.
        new Row(List.of("roomy", "roomy"), List.of("roomy", "roomy"), List.of()),
        new Row(
            List.of("small", "roomy", "small"),
            List.of("small", "roomy"),
            List.of("small RESOURCE:MEMORY")),
        new Row(
            List.of("small", ARN + "default/small"),
            List.of("small"),
            List.of("small RESOURCE:MEMORY")),
        new Row(List.of(UNKNOWN), List.of(), List.of(UNKNOWN + " MISSING")),
        new Row(
            List.of(UNKNOWN, UNKNOWN),
            List.of(),
            List.of(UNKNOWN + " MISSING", UNKNOWN + " MISSING")),
        new Row(List.of("draining"), List.of(), List.of("draining INACTIVE")),
        new Row(List.of("gone"), List.of(), List.of("gone INACTIVE")),
        new Row(List.of("silent"), List.of(), List.of("silent AGENT")),
        new Row(
            List.of("silent", UNKNOWN, "roomy", "draining"),
            List.of("roomy"),
            List.of("silent AGENT", UNKNOWN + " MISSING", "draining INACTIVE")),
        new Row(Collections.nCopies(10, "roomy"), Collections.nCopies(10, "roomy"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachNamingIsATaskOrAFailure(Row row) {
    StartTaskResponse answer = start(row.named);

    assertEquals(
        row.started.stream().map(this::named).sorted().toList(),
        answer.tasks().stream().map(task -> last(task.containerInstanceArn())).sorted().toList());
    assertEquals(row.failed.stream().map(this::withId).toList(), failures(answer));
    assertEquals(row.started.size(), world.store.snapshot().count(Tables.TASKS));
  }

  private StartTaskResponse start(List<String> words) {
    return world.call(StartTaskResponse.class, request(words.stream().map(this::given).toList()));
  }

  private String given(String word) {
    int name = word.lastIndexOf('/') + 1;
    return word.substring(0, name) + named(word.substring(name));
  }

  private String withId(String failure) {
    int name = failure.indexOf(' ');
    return named(failure.substring(0, name)) + failure.substring(name);
  }

  private static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static List<String> failures(StartTaskResponse answer) {
    return answer.failures().stream()
        .map(failure -> last(failure.arn()) + " " + failure.reason())
        .toList();
  }

  @Test
  void hostOfAnotherClusterIsNotThere() {
    world.call(
        CreateClusterResponse.class, CreateClusterRequest.builder().clusterName("other").build());

    StartTaskResponse answer =
        world.call(
            StartTaskResponse.class,
            request(List.of(id(roomy))).toBuilder().cluster("other").build());

    assertEquals(List.of(id(roomy) + " MISSING"), failures(answer));
    world.assertRefused("InvalidParameterException", request(List.of(ARN + "other/" + id(roomy))));
  }

  static Stream<List<String>> wrong() {
    return Stream.of(
        List.of(),
        Collections.nCopies(11, UNKNOWN),
        List.of(""),
        List.of("roomy"),
        List.of(UNKNOWN + "0"),
        List.of(UNKNOWN, "*"),
        List.of("x".repeat(10_000)),
        List.of("arn:aws:ecs:us-east-1:000000000000:task/default/" + UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void namesThatAreNoneOrTooManyAreRefusedAndNothingStarts(List<String> names) {
    world.assertRefused("InvalidParameterException", request(names));
    assertEquals(0, world.store.snapshot().count(Tables.TASKS));
  }

  @Test
  void constraintsOfTheDefinitionAreNotAskedButAttributesAre() {
    register(
        "picky",
        List.of(
            TaskDefinitionPlacementConstraint.builder()
                .type("memberOf")
                .expression("attribute:disk == ssd")
                .build()));
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("arm")
            .runtimePlatform(it -> it.cpuArchitecture("ARM64"))
            .containerDefinitions(it -> it.name("web").image("echo:1").memory(100))
            .build());

    StartTaskRequest picky =
        request(List.of(id(roomy))).toBuilder().taskDefinition("picky").build();
    assertEquals(1, world.call(StartTaskResponse.class, picky).tasks().size());
    StartTaskRequest arm = picky.toBuilder().taskDefinition("arm").build();
    Failure failure = world.call(StartTaskResponse.class, arm).failures().getFirst();
    assertEquals("ATTRIBUTE", failure.reason());
    assertEquals(
        "The container instance is missing an attribute required by your task:"
            + " ecs.cpu-architecture = arm64 (it is x86_64).",
        failure.detail());
  }
}
