package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Tags by which users say something of placement. */
class OwnTagsTest {
  private final ApiWorld world = new ApiWorld();
  private Host second = Samples.host(2, Resources.NONE);

  @BeforeEach
  void twoHostsAndADefinition() {
    Host _ = world.join(1, new Resources(1_024, 300, 10, 0));
    second = world.join(2, new Resources(1_024, 300, 10, 0));
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("web")
            .containerDefinitions(List.of(container()))
            .build());
  }

  private static software.amazon.awssdk.services.ecs.model.ContainerDefinition container() {
    return software.amazon.awssdk.services.ecs.model.ContainerDefinition.builder()
        .name("web")
        .image("echo:1")
        .memory(100)
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static RunTaskRequest run(int count, Tag... tags) {
    return RunTaskRequest.builder().taskDefinition("web").count(count).tags(List.of(tags)).build();
  }

  private static CreateServiceRequest service(Tag... tags) {
    return CreateServiceRequest.builder()
        .serviceName("web")
        .taskDefinition("web")
        .desiredCount(3)
        .tags(List.of(tags))
        .build();
  }

  private Tag preferSecond() {
    return tag("berth:prefer", "ec2InstanceId in ['" + second.id().text() + "']");
  }

  private static long on(Host host, List<Task> tasks) {
    return tasks.stream()
        .filter(task -> task.containerInstanceArn().endsWith("/" + host.id().text()))
        .count();
  }

  @Test
  void tasksGoToThePreferredHostAsLongAsItHasRoom() {
    RunTaskResponse answer = world.call(RunTaskResponse.class, run(4, preferSecond()));

    assertEquals(3, on(second, answer.tasks()));
    assertEquals(List.of(preferSecond()), answer.tasks().getFirst().tags());
  }

  @Test
  void tasksOfAServiceGoToThePreferredHostAgainstTheUsualSpread() {
    world.call(CreateServiceResponse.class, service(preferSecond()));
    world.turn();

    List<String> onSecond =
        world
            .call(
                ListTasksResponse.class,
                ListTasksRequest.builder().containerInstance(second.id().text()).build())
            .taskArns();
    assertEquals(3, onSecond.size());
  }

  @Test
  void serviceThatIsThereCanBeTaggedAnew() {
    String arn = world.call(CreateServiceResponse.class, service()).service().serviceArn();
    world.call(
        TagResourceResponse.class,
        TagResourceRequest.builder()
            .resourceArn(arn)
            .tags(preferSecond(), tag("berth:priority", "100"))
            .build());
    world.turn();

    assertEquals(
        3,
        world
            .call(
                ListTasksResponse.class,
                ListTasksRequest.builder().containerInstance(second.id().text()).build())
            .taskArns()
            .size());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("berth:prefer", "", "Invalid expression of tag berth:prefer, column 1: "),
        Arguments.of("berth:prefer", "attribute:a = b", "column 13: "),
        Arguments.of("berth:prefer:2", "attribute:a == b and", "column 21: "),
        Arguments.of("berth:prefer", "attribute:a =~ 'x{1000}{1000}'", "column "),
        Arguments.of("berth:prefer", "a".repeat(257), "at most 256 characters"),
        Arguments.of("berth:prefer:1", "attribute:a exists", "There is no tag berth:prefer:1; "),
        Arguments.of("berth:prefer:6", "attribute:a exists", "There is no tag berth:prefer:6; "),
        Arguments.of("berth:preferred", "attribute:a exists", "There is no tag berth:preferred; "),
        Arguments.of("Berth:prefer", "attribute:a exists", "There is no tag Berth:prefer; "),
        Arguments.of("berth:", "", "There is no tag berth:; "),
        Arguments.of("berth:priority", "", "must be a number between 0 and 100"),
        Arguments.of("berth:priority", "101", "not 101."),
        Arguments.of("berth:priority", "-1", "not -1."),
        Arguments.of("berth:priority", "+1", "not +1."),
        Arguments.of("berth:priority", "1.5", "not 1.5."),
        Arguments.of("berth:priority", "٣", "must be a number between 0 and 100"),
        Arguments.of("berth:priority", "99999999999", "must be a number between 0 and 100"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatNobodyUnderstandsIsRefusedAndChangesNothing(String key, String value, String said) {
    String arn =
        world
            .call(CreateServiceResponse.class, service().toBuilder().serviceName("a").build())
            .service()
            .serviceArn();
    List<Object> before = world.rows();

    assertRefused(said, service(tag(key, value)));
    assertRefused(
        said, TagResourceRequest.builder().resourceArn(arn).tags(List.of(tag(key, value))).build());
    assertEquals(before, world.rows());
  }

  @Test
  void tagThatWouldHaveNoEffectIsRefused() {
    Tag prefer = tag("berth:prefer", "attribute:a exists");
    Tag priority = tag("berth:priority", "1");
    String services = "is for services: nothing else waits for room.";
    String both = "is for services and RunTask: nothing else is placed.";
    Task task = world.call(RunTaskResponse.class, run(1)).tasks().getFirst();
    List<Object> before = world.rows();

    assertRefused(services, run(1, priority));
    assertRefused(
        both,
        StartTaskRequest.builder()
            .taskDefinition("web")
            .containerInstances(second.id().text())
            .tags(prefer)
            .build());
    for (Map.Entry<Tag, String> one : Map.of(prefer, both, priority, services).entrySet()) {
      assertRefused(
          one.getValue(),
          CreateClusterRequest.builder().clusterName("c").tags(one.getKey()).build());
      for (String arn : Set.of(task.taskArn(), task.containerInstanceArn())) {
        assertRefused(
            one.getValue(),
            TagResourceRequest.builder().resourceArn(arn).tags(one.getKey()).build());
      }
      assertRefused(
          one.getValue(),
          RegisterTaskDefinitionRequest.builder()
              .family("other")
              .containerDefinitions(List.of(container()))
              .tags(one.getKey())
              .build());
    }
    assertEquals(before, world.rows());
  }

  @Test
  void fivePreferencesCountInTheOrderOfTheirNumbers() {
    List<String> keys =
        Stream.concat(
                Stream.of("berth:prefer"),
                Stream.of(2, 3, 4, 5).map(number -> "berth:prefer:" + number))
            .toList();
    Map<String, String> tags = keys.stream().collect(Collectors.toMap(key -> key, key -> key));

    assertEquals(keys, io.berth.scheduler.model.PlacementTags.preferences(tags));
  }

  private void assertRefused(String said, SdkPojo request) {
    ApiError error = assertThrows(ApiError.class, () -> world.call(SdkPojo.class, request));
    assertEquals("InvalidParameterException", error.code());
    assertTrue(error.sentence().contains(said), error.sentence());
  }
}
