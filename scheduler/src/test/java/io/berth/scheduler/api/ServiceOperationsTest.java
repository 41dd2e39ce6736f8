package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Services through the operations of ECS, from the request to what clients read of them. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class ServiceOperationsTest {
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:service/default/shop";

  private final ApiWorld world = new ApiWorld();
  private Host host = Samples.host(1, new Resources(1_024, 1_000, 10, 0));

  @BeforeEach
  void aHostAndADefinition() {
    host = world.join(1, new Resources(1_024, 1_000, 10, 0));
    register();
  }

  private void register() {
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("web")
            .containerDefinitions(
                ContainerDefinition.builder().name("web").image("echo:1").memory(100).build())
            .build());
  }

  private static CreateServiceRequest.Builder shop(int count) {
    return CreateServiceRequest.builder()
        .serviceName("shop")
        .taskDefinition("web")
        .desiredCount(count);
  }

  private Service create(CreateServiceRequest.Builder request) {
    return world.call(CreateServiceResponse.class, request.build()).service();
  }

  private Service update(Consumer<UpdateServiceRequest.Builder> change) {
    UpdateServiceRequest.Builder request = UpdateServiceRequest.builder().service("shop");
    change.accept(request);
    return world.call(UpdateServiceResponse.class, request.build()).service();
  }

  private Service describe() {
    return world
        .call(
            DescribeServicesResponse.class,
            DescribeServicesRequest.builder().services("shop").include(ServiceField.TAGS).build())
        .services()
        .getFirst();
  }

  @Test
  void newServiceIsDescribedAsItWasAskedFor() {
    Service made =
        create(
            shop(2)
                .placementStrategy(
                    PlacementStrategy.builder().type("spread").field("host").build(),
                    PlacementStrategy.builder().type("binpack").field("memory").build())
                .deploymentConfiguration(it -> it.minimumHealthyPercent(50))
                .propagateTags("SERVICE")
                .tags(Tag.builder().key("team").value("web").build()));

    assertEquals(ARN, made.serviceArn());
    assertEquals("ACTIVE", made.status());
    assertEquals(2, made.desiredCount());
    assertEquals(0, made.runningCount());
    assertEquals("REPLICA", made.schedulingStrategyAsString());
    assertEquals(50, made.deploymentConfiguration().minimumHealthyPercent());
    assertEquals(200, made.deploymentConfiguration().maximumPercent());
    assertEquals("instanceId", made.placementStrategy().getFirst().field());
    assertEquals("SERVICE", made.propagateTagsAsString());
    assertEquals(1, made.deployments().size());
    var deployment = made.deployments().getFirst();
    assertEquals("PRIMARY", deployment.status());
    assertEquals("IN_PROGRESS", deployment.rolloutStateAsString());
    assertTrue(deployment.id().matches("ecs-svc/[0-9]{19}"), deployment.id());
    assertTrue(made.taskDefinition().endsWith("task-definition/web:1"), made.taskDefinition());
    assertEquals(made, describe());
  }

  @Test
  void sameRequestUnderTheSameTokenMakesOneService() {
    Service first = create(shop(1).clientToken("token-1"));

    assertEquals(first, create(shop(1).clientToken("token-1")));
    world.assertRefused("InvalidParameterException", shop(2).clientToken("token-1").build());
    world.assertRefused("InvalidParameterException", shop(1).clientToken("token-2").build());
    world.assertRefused("InvalidParameterException", shop(1).build());
  }

  @ParameterizedTest
  @CsvSource({
    "'', web, 1, InvalidParameterException",
    "a b, web, 1, InvalidParameterException",
    "shop, other, 1, ClientException",
    "shop, '', 1, InvalidParameterException",
    "shop, web, -1, InvalidParameterException",
    "shop, web, 99999, InvalidParameterException"
  })
  void badRequestMakesNothing(String name, String definition, int count, String code) {
    world.assertRefused(
        code,
        CreateServiceRequest.builder()
            .serviceName(name)
            .taskDefinition(definition)
            .desiredCount(count)
            .build());
    assertEquals(List.of(), list());
  }

  @Test
  void whatCannotBeDoneYetIsRefusedByItsName() {
    assertUnsupported("schedulingStrategy", shop(1).schedulingStrategy("DAEMON"));
    assertUnsupported(
        "deploymentController.type", shop(1).deploymentController(it -> it.type("CODE_DEPLOY")));
    assertUnsupported(
        "deploymentConfiguration.strategy",
        shop(1).deploymentConfiguration(it -> it.strategy("BLUE_GREEN")));
    assertUnsupported(
        "deploymentConfiguration.deploymentCircuitBreaker.enable",
        shop(1)
            .deploymentConfiguration(
                it -> it.deploymentCircuitBreaker(one -> one.enable(true).rollback(false))));
    assertUnsupported(
        "serviceConnectConfiguration.enabled",
        shop(1).serviceConnectConfiguration(it -> it.enabled(true)));
    create(
        shop(1)
            .deploymentConfiguration(
                it -> it.deploymentCircuitBreaker(one -> one.enable(false).rollback(false))));
  }

  private void assertUnsupported(String member, CreateServiceRequest.Builder request) {
    try {
      create(request);
      throw new AssertionError(member + " was not refused");
    } catch (ApiError refusal) {
      assertEquals("ClientException", refusal.code());
      assertTrue(refusal.sentence().startsWith(member + " is not supported"), refusal.sentence());
    }
  }

  @Test
  void updateBeginsADeploymentOnlyIfTheTasksRunSomethingElse() {
    create(shop(1));
    String first = describe().deployments().getFirst().id();

    assertEquals(1, update(it -> it.desiredCount(3)).deployments().size());
    assertEquals(1, update(it -> it.taskDefinition("web:1")).deployments().size());
    assertEquals(3, describe().desiredCount());

    assertEquals(2, update(it -> it.forceNewDeployment(true)).deployments().size());
    register();
    Service updated = update(it -> it.taskDefinition("web"));
    assertEquals(3, updated.deployments().size());
    assertEquals("PRIMARY", updated.deployments().getFirst().status());
    assertEquals("ACTIVE", updated.deployments().getLast().status());
    assertEquals(first, updated.deployments().getLast().id());
    assertTrue(updated.taskDefinition().endsWith(":2"));
  }

  @Test
  void emptyListClearsAndAbsentOneLeaves() {
    create(shop(1).placementStrategy(PlacementStrategy.builder().type("random").build()));

    assertEquals(1, update(it -> it.desiredCount(2)).placementStrategy().size());
    assertEquals(
        0,
        update(it -> it.placementStrategy(List.<PlacementStrategy>of()))
            .placementStrategy()
            .size());
  }

  @Test
  void percentsThatAreNotNamedStay() {
    create(shop(1).deploymentConfiguration(it -> it.minimumHealthyPercent(0).maximumPercent(150)));

    Service updated = update(it -> it.deploymentConfiguration(one -> one.maximumPercent(100)));

    assertEquals(0, updated.deploymentConfiguration().minimumHealthyPercent());
    assertEquals(100, updated.deploymentConfiguration().maximumPercent());
    world.assertRefused(
        "InvalidParameterException",
        UpdateServiceRequest.builder()
            .service("shop")
            .deploymentConfiguration(it -> it.maximumPercent(99))
            .build());
  }

  @Test
  void definitionThatIsNotActiveStartsNoDeployment() {
    world.call(
        DeregisterTaskDefinitionResponse.class,
        DeregisterTaskDefinitionRequest.builder().taskDefinition("web:1").build());

    world.assertRefused(
        "ClientException",
        CreateServiceRequest.builder()
            .serviceName("shop")
            .taskDefinition("web:1")
            .desiredCount(1)
            .build());
  }

  @Test
  void serviceThatIsNotThereIsNotFound() {
    world.assertRefused(
        "ServiceNotFoundException", UpdateServiceRequest.builder().service("shop").build());
    world.assertRefused(
        "ServiceNotFoundException", DeleteServiceRequest.builder().service("shop").build());
    world.assertRefused(
        "ServiceNotFoundException", ListTasksRequest.builder().serviceName("shop").build());
    DescribeServicesResponse described =
        world.call(
            DescribeServicesResponse.class,
            DescribeServicesRequest.builder().services("shop").build());
    assertEquals("MISSING", described.failures().getFirst().reason());
    assertEquals(ARN, described.failures().getFirst().arn());
  }

  @Test
  void deletedServiceIsHiddenFromListsAndStaysDescribable() {
    create(shop(1));
    assertEquals(List.of(ARN), list());
    assertEquals(1, cluster().activeServicesCount());

    world.assertRefused(
        "InvalidParameterException", DeleteServiceRequest.builder().service("shop").build());
    Service deleted =
        world
            .call(
                DeleteServiceResponse.class,
                DeleteServiceRequest.builder().service(ARN).force(true).build())
            .service();

    assertEquals("INACTIVE", deleted.status(), "it had no task yet");
    assertEquals(List.of(), list());
    assertEquals("INACTIVE", describe().status());
    assertEquals(List.of(), describe().deployments());
    assertEquals(0, cluster().activeServicesCount());
    world.assertRefused(
        "ServiceNotActiveException", UpdateServiceRequest.builder().service("shop").build());
    assertNotEquals("INACTIVE", create(shop(1)).status());
  }

  @Test
  void clusterWithAServiceIsNotDeleted() {
    create(shop(0));
    world.call(
        DeregisterContainerInstanceResponse.class,
        DeregisterContainerInstanceRequest.builder().containerInstance(host.id().text()).build());
    world.assertRefused(
        "ClusterContainsServicesException",
        DeleteClusterRequest.builder().cluster("default").build());
  }

  @Test
  void servicesAreListedInPages() {
    for (int number = 0; number < 5; number++) {
      create(shop(0).serviceName("shop-" + number));
    }
    ListServicesResponse first =
        world.call(ListServicesResponse.class, ListServicesRequest.builder().maxResults(3).build());
    ListServicesResponse second =
        world.call(
            ListServicesResponse.class,
            ListServicesRequest.builder().nextToken(first.nextToken()).build());
    assertEquals(3, first.serviceArns().size());
    assertEquals(2, second.serviceArns().size());
    assertEquals(
        List.of(),
        world
            .call(
                ListServicesResponse.class,
                ListServicesRequest.builder().schedulingStrategy("DAEMON").build())
            .serviceArns());
  }

  @Test
  void servicesAreTaggedByTheirArn() {
    create(shop(0));
    world.call(
        TagResourceResponse.class,
        TagResourceRequest.builder()
            .resourceArn(ARN)
            .tags(Tag.builder().key("a").value("b").build())
            .build());
    assertEquals(
        "b",
        world
            .call(
                ListTagsForResourceResponse.class,
                ListTagsForResourceRequest.builder().resourceArn(ARN).build())
            .tags()
            .getFirst()
            .value());
    assertEquals("a", describe().tags().getFirst().key());
  }

  @Test
  void tasksAreListedByTheirService() {
    create(shop(2));
    world.turn();

    assertEquals(2, tasks(it -> it.serviceName("shop")));
    assertEquals(2, tasks(it -> it.serviceName(ARN)));
    assertEquals(0, tasks(it -> it.serviceName("shop").desiredStatus("STOPPED")));
    update(it -> it.desiredCount(0));
    world.turn();
    assertEquals(0, tasks(it -> it.serviceName("shop")));
    assertEquals(2, tasks(it -> it.serviceName("shop").desiredStatus("STOPPED")));
    assertEquals(2, describe().events().size());
  }

  private int tasks(Consumer<ListTasksRequest.Builder> filter) {
    ListTasksRequest.Builder request = ListTasksRequest.builder();
    filter.accept(request);
    return world.call(ListTasksResponse.class, request.build()).taskArns().size();
  }

  @Test
  void hostsAreDrainedAndTakenBack() {
    assertEquals("DRAINING", state("DRAINING").getFirst().status());
    assertEquals("ACTIVE", state("ACTIVE").getFirst().status());
    world.assertRefused(
        "InvalidParameterException",
        UpdateContainerInstancesStateRequest.builder()
            .containerInstances(host.id().text())
            .status("INACTIVE")
            .build());
  }

  private List<ContainerInstance> state(String status) {
    return world
        .call(
            UpdateContainerInstancesStateResponse.class,
            UpdateContainerInstancesStateRequest.builder()
                .containerInstances(host.id().text())
                .status(status)
                .build())
        .containerInstances();
  }

  private List<String> list() {
    return world
        .call(ListServicesResponse.class, ListServicesRequest.builder().build())
        .serviceArns();
  }

  private Cluster cluster() {
    return world
        .call(DescribeClustersResponse.class, DescribeClustersRequest.builder().build())
        .clusters()
        .getFirst();
  }
}
