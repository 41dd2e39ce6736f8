package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** The cluster query language chooses among hosts: those that are listed, those that get tasks. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class HostFilterTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 100);
  private static final int HOSTS = 5;

  private final ApiWorld world = new ApiWorld();
  private final List<Host> hosts = new ArrayList<>();

  @BeforeEach
  void fiveHostsOfTwoColours() {
    for (int number = 1; number <= HOSTS; number++) {
      Host host = world.join(number, SIZE);
      hosts.add(host);
      put(host, "colour", number % 2 == 0 ? "green" : "blue");
    }
    put(hosts.getFirst(), "first", null);
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("web")
            .containerDefinitions(it -> it.name("web").image("echo:1").memory(100))
            .build());
  }

  private void put(Host host, String name, @Nullable String value) {
    world.call(
        PutAttributesResponse.class,
        PutAttributesRequest.builder()
            .attributes(it ->
                it.name(name)
                    .value(value)
                    .targetType("container-instance")
                    .targetId(host.id().text()))
            .build());
  }

  private static ListContainerInstancesRequest.Builder where(String filter) {
    return ListContainerInstancesRequest.builder().filter(filter);
  }

  /** The numbers of the hosts. */
  private List<Integer> listed(ListContainerInstancesRequest.Builder request) {
    return world
        .call(ListContainerInstancesResponse.class, request.build())
        .containerInstanceArns()
        .stream()
        .map(arn -> Integer.parseInt(arn.substring(arn.length() - 2), 16))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "attribute:colour == blue, 1 3 5",
    "attribute:colour != blue, 2 4",
    "attribute:colour =~ gr.*, 2 4",
    "attribute:first exists, 1",
    "attribute:first !exists and attribute:colour == blue, 3 5",
    "not(attribute:colour == blue) or attribute:first exists, 1 2 4",
    "attribute:ecs.os-type == linux, 1 2 3 4 5",
    "attribute:ecs.capability.external !exists, ''",
    "attribute:com.amazonaws.ecs.capability.docker-remote-api.1.24 exists, 1 2 3 4 5",
    "attribute:ecs.availability-zone exists, ''",
    "agentConnected == true, 1 2 3 4 5",
    "registeredAt < 1999-01-01, ''",
    "ec2InstanceId == 00000000000000000000000000000004, 4",
    "'', 1 2 3 4 5"
  })
  void hostsAreListedOfWhichTheExpressionIsTrue(String filter, String numbers) {
    List<Integer> expected =
        numbers.isEmpty()
            ? List.of()
            : List.of(numbers.split(" ", -1)).stream().map(Integer::valueOf).toList();
    assertEquals(expected, listed(where(filter)));
  }

  @Test
  void filterAndStatusMustBothBeMet() {
    world.call(
        UpdateContainerInstancesStateResponse.class,
        UpdateContainerInstancesStateRequest.builder()
            .containerInstances(hosts.get(2).id().text())
            .status("DRAINING")
            .build());
    assertEquals(List.of(1, 3, 5), listed(where("attribute:colour == blue")));
    assertEquals(List.of(3), listed(where("attribute:colour == blue").status("DRAINING")));
    assertEquals(List.of(), listed(where("attribute:colour == green").status("DRAINING")));
  }

  @Test
  void pagesAreOfWhatIsMeantAndNotOfWhatIsThere() {
    var first =
        world.call(
            ListContainerInstancesResponse.class,
            where("attribute:colour == blue").maxResults(2).build());
    assertEquals(2, first.containerInstanceArns().size());
    assertEquals(
        List.of(5),
        listed(where("attribute:colour == blue").maxResults(2).nextToken(first.nextToken())));
  }

  @Test
  void tasksOfHostsCanBeAskedFor() {
    String host = hosts.get(3).id().text();
    Task task =
        world
            .call(
                StartTaskResponse.class,
                StartTaskRequest.builder()
                    .taskDefinition("web")
                    .group("nightly")
                    .containerInstances(host)
                    .build())
            .tasks()
            .getFirst();
    assertTrue(task.containerInstanceArn().endsWith(host));
    assertEquals(List.of(4), listed(where("task:group == nightly")));
    assertEquals(List.of(1, 2, 3, 4, 5), listed(where("runningTasksCount == 0")));
  }

  /** What users put counts for the very next task. */
  @Test
  void attributesOfUsersDecideWhereTasksGo() {
    assertEquals(List.of(), placed("attribute:colour == red"));
    put(hosts.get(1), "colour", "red");
    String arn = placed("attribute:colour == red").getFirst();
    assertTrue(arn.endsWith(hosts.get(1).id().text()), arn);
  }

  private List<String> placed(String expression) {
    return world
        .call(
            RunTaskResponse.class,
            RunTaskRequest.builder()
                .taskDefinition("web")
                .placementConstraints(it -> it.type("memberOf").expression(expression))
                .build())
        .tasks()
        .stream()
        .map(Task::containerInstanceArn)
        .toList();
  }

  @Test
  void mistakesAreShownByTheirColumn() {
    ApiError refusal = assertThrows(ApiError.class, () -> listed(where("attribute:colour = blue")));
    assertEquals("InvalidParameterException", refusal.code());
    assertTrue(refusal.sentence().startsWith("Invalid filter, column 18: "), refusal.sentence());
  }
}
