package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Constraints and strategies through the operations of ECS, from the request to the host. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class PlacementOperationsTest {
  private static final PlacementConstraint DISTINCT =
      PlacementConstraint.builder().type("distinctInstance").build();

  private final ApiWorld world = new ApiWorld();
  private Host first = Samples.host(1, new Resources(1_024, 1_000, 10, 0));
  private Host second = first;

  @BeforeEach
  void twoHostsAndADefinition() {
    first = world.join(1, new Resources(1_024, 1_000, 10, 0));
    second = world.join(2, new Resources(1_024, 1_000, 10, 0));
    register("web", List.of());
  }

  private void register(String family, List<TaskDefinitionPlacementConstraint> constraints) {
    world.call(RegisterTaskDefinitionResponse.class, definition(family, constraints));
  }

  private static RegisterTaskDefinitionRequest definition(
      String family, List<TaskDefinitionPlacementConstraint> constraints) {
    return RegisterTaskDefinitionRequest.builder()
        .family(family)
        .placementConstraints(constraints)
        .containerDefinitions(it -> it.name("web").image("echo:1").memory(100))
        .build();
  }

  private static PlacementConstraint member(String expression) {
    return PlacementConstraint.builder().type("memberOf").expression(expression).build();
  }

  private static TaskDefinitionPlacementConstraint ofDefinition(String expression) {
    return TaskDefinitionPlacementConstraint.builder()
        .type("memberOf")
        .expression(expression)
        .build();
  }

  private String is(Host host) {
    return "ec2InstanceId == " + host.id().text();
  }

  private RunTaskResponse run(RunTaskRequest.Builder request) {
    return world.call(RunTaskResponse.class, request.build());
  }

  private static RunTaskRequest.Builder web(int count) {
    return RunTaskRequest.builder().taskDefinition("web").count(count);
  }

  private static List<String> reasons(List<Failure> failures) {
    return failures.stream().map(Failure::reason).toList();
  }

  private static List<String> hosts(List<Task> tasks) {
    return tasks.stream()
        .map(Task::containerInstanceArn)
        .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  @Test
  void tasksGoWhereTheExpressionSays() {
    RunTaskResponse answer = run(web(3).placementConstraints(member(is(second))));

    String id = second.id().text();
    assertEquals(List.of(id, id, id), hosts(answer.tasks()));
  }

  @Test
  void expressionThatMeansNoHostIsTheReason() {
    RunTaskResponse answer =
        run(web(2).placementConstraints(member("attribute:ecs.os-type == beos"), DISTINCT));

    assertEquals(List.of(), answer.tasks());
    assertEquals(
        List.of(
            "MemberOf placement constraint unsatisfied.",
            "MemberOf placement constraint unsatisfied."),
        reasons(answer.failures()));
    assertTrue(answer.failures().getFirst().arn().endsWith("/default/" + first.id().text()));
  }

  @Test
  void distinctTasksOfAGroupShareNoHostAndOtherGroupsDoNotMatter() {
    assertEquals(2, run(web(2).placementConstraints(DISTINCT)).tasks().size());

    RunTaskResponse more = run(web(1).placementConstraints(DISTINCT));
    assertEquals(
        List.of("DistinctInstance placement constraint unsatisfied."), reasons(more.failures()));

    assertEquals(2, run(web(2).group("other").placementConstraints(DISTINCT)).tasks().size());
    assertEquals(1, run(web(1)).tasks().size());
  }

  @Test
  void constraintsOfDefinitionAndRequestMustAllHold() {
    register("one", List.of(ofDefinition(is(first))));
    String id = first.id().text();

    assertEquals(List.of(id, id), hosts(run(web(2).taskDefinition("one")).tasks()));
    assertEquals(
        List.of("MemberOf placement constraint unsatisfied."),
        reasons(
            run(web(1).taskDefinition("one").placementConstraints(member(is(second)))).failures()));
  }

  @Test
  void startTaskAsksForNoConstraint() {
    register("one", List.of(ofDefinition(is(first))));

    StartTaskResponse answer =
        world.call(
            StartTaskResponse.class,
            StartTaskRequest.builder()
                .taskDefinition("one")
                .containerInstances(second.id().text())
                .build());

    assertEquals(List.of(second.id().text()), hosts(answer.tasks()));
  }

  @Test
  void badExpressionIsRefusedWithItsColumnWhereverItComesIn() {
    List<SdkPojo> requests =
        List.of(
            definition("bad", List.of(ofDefinition("attribute:rack = 1"))),
            web(1).placementConstraints(member("attribute:rack = 1")).build(),
            shop().placementConstraints(member("attribute:rack = 1")).build());
    create(shop());
    for (SdkPojo request : requests) {
      assertColumn(request);
    }
    assertColumn(
        UpdateServiceRequest.builder()
            .service("shop")
            .placementConstraints(member("attribute:rack = 1"))
            .build());
    assertEquals(List.of(), describe().placementConstraints());
  }

  private void assertColumn(SdkPojo request) {
    ApiError refusal = assertThrows(ApiError.class, () -> world.call(SdkPojo.class, request));
    assertEquals("InvalidParameterException", refusal.code());
    assertTrue(
        refusal
            .sentence()
            .startsWith(
                "Invalid expression of placement constraint memberOf, column 16: expected one of"),
        refusal.sentence());
  }

  private static CreateServiceRequest.Builder shop() {
    return CreateServiceRequest.builder().serviceName("shop").taskDefinition("web").desiredCount(2);
  }

  private Service create(CreateServiceRequest.Builder request) {
    return world.call(CreateServiceResponse.class, request.build()).service();
  }

  private Service describe() {
    return world
        .call(
            DescribeServicesResponse.class,
            DescribeServicesRequest.builder().services("shop").build())
        .services()
        .getFirst();
  }

  @Test
  void serviceKeepsItsConstraintsAndStrategiesAndGivesThemBack() {
    List<PlacementConstraint> constraints = List.of(DISTINCT, member(is(first)));
    List<PlacementStrategy> strategies =
        List.of(
            PlacementStrategy.builder().type("spread").field("attribute:rack").build(),
            PlacementStrategy.builder().type("binpack").field("cpu").build());
    create(shop().placementConstraints(constraints).placementStrategy(strategies));
    world.turn();

    Service shop = describe();
    assertEquals(constraints, shop.placementConstraints());
    assertEquals("attribute:rack", shop.placementStrategy().getFirst().field());
    assertEquals("CPU", shop.placementStrategy().getLast().field());
    assertEquals(1, shop.pendingCount());
    assertTrue(
        shop.events().getFirst().message().contains("DistinctInstance placement constraint"),
        shop.events()::toString);
  }

  /** Two hosts in zone a, one in zone b: what is even over zones is uneven over hosts. */
  @Test
  void tasksComeAndGoEvenlyOverAnAttributeThatUsersPutOnHosts() {
    Host third = world.join(3, new Resources(1_024, 1_000, 10, 10));
    put(first, "a");
    put(second, "a");
    put(third, "b");
    PlacementStrategy zones =
        PlacementStrategy.builder().type("spread").field("attribute:zone").build();
    PlacementStrategy hosts =
        PlacementStrategy.builder().type("spread").field("instanceId").build();

    create(shop().desiredCount(4).placementStrategy(zones, hosts));
    world.turn();
    assertEquals(List.of(1, 1, 2), List.of(living(first), living(second), living(third)));

    world.call(
        UpdateServiceResponse.class,
        UpdateServiceRequest.builder().service("shop").desiredCount(2).build());
    world.turn();
    assertEquals(List.of(1, 1), List.of(living(first) + living(second), living(third)));

    RunTaskResponse inB = run(web(1).placementConstraints(member("attribute:zone == b")));
    assertEquals(List.of(third.id().text()), hosts(inB.tasks()));
  }

  private void put(Host host, String zone) {
    world.call(
        PutAttributesResponse.class,
        PutAttributesRequest.builder()
            .attributes(it ->
                it.name("zone")
                    .value(zone)
                    .targetType("container-instance")
                    .targetId(host.id().text()))
            .build());
  }

  private int living(Host host) {
    return world
        .call(
            ListTasksResponse.class,
            ListTasksRequest.builder()
                .serviceName("shop")
                .containerInstance(host.id().text())
                .build())
        .taskArns()
        .size();
  }

  @Test
  void updateChangesConstraintsWithoutADeploymentAndAnEmptyListClearsThem() {
    create(shop().placementConstraints(member("attribute:ecs.os-type == beos")));
    world.turn();
    assertTrue(
        describe()
            .events()
            .getFirst()
            .message()
            .contains("encountered error \"MemberOf placement constraint unsatisfied.\""));

    Service updated =
        world
            .call(
                UpdateServiceResponse.class,
                UpdateServiceRequest.builder()
                    .service("shop")
                    .placementConstraints(List.<PlacementConstraint>of())
                    .build())
            .service();
    world.turn();

    assertEquals(List.of(), updated.placementConstraints());
    assertEquals(1, updated.deployments().size());
    assertEquals(2, describe().pendingCount());
  }
}
