package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/** Clusters, their hosts and tags through the operations of ECS. */
class ClusterOperationsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 10, 0);

  private final ApiWorld world = new ApiWorld();

  @Test
  void clusterLivesFromItsCreationToItsEnd() {
    var created =
        world.call(
            CreateClusterResponse.class,
            CreateClusterRequest.builder()
                .clusterName("lab")
                .tags(Tag.builder().key("team").value("a").build())
                .build());
    assertEquals("arn:aws:ecs:us-east-1:000000000000:cluster/lab", created.cluster().clusterArn());
    assertEquals("ACTIVE", created.cluster().status());
    assertEquals(2, list().clusterArns().size());
    var updated =
        world.call(
            UpdateClusterSettingsResponse.class,
            UpdateClusterSettingsRequest.builder()
                .cluster("lab")
                .settings(
                    ClusterSetting.builder().name("containerInsights").value("enabled").build())
                .build());
    assertEquals("enabled", updated.cluster().settings().getFirst().value());
    var deleted =
        world.call(
            DeleteClusterResponse.class, DeleteClusterRequest.builder().cluster("lab").build());
    assertEquals("INACTIVE", deleted.cluster().status());
    assertEquals(1, list().clusterArns().size());
    assertEquals("INACTIVE", described("lab").clusters().getFirst().status());
  }

  @Test
  void unknownClustersAreFailuresAndMistakesAreRefused() {
    var described = described("default", "nowhere");
    assertEquals(1, described.clusters().size());
    assertEquals("MISSING", described.failures().getFirst().reason());
    world.assertRefused(
        "InvalidParameterException",
        CreateClusterRequest.builder().clusterName("no spaces").build());
    world.assertRefused(
        "InvalidParameterException",
        CreateClusterRequest.builder().clusterName("x".repeat(10_000)).build());
    world.assertRefused(
        "ClientException", CreateClusterRequest.builder().capacityProviders("FARGATE").build());
    world.assertRefused(
        "InvalidParameterException",
        CreateClusterRequest.builder()
            .settings(ClusterSetting.builder().name("containerInsights").value("maybe").build())
            .build());
    world.assertRefused(
        "ClusterNotFoundException", DeleteClusterRequest.builder().cluster("nowhere").build());
  }

  @Test
  void listOfClustersGoesOnAfterItsToken() {
    for (String name : List.of("a", "b", "c")) {
      world.call(
          CreateClusterResponse.class, CreateClusterRequest.builder().clusterName(name).build());
    }
    var first =
        world.call(ListClustersResponse.class, ListClustersRequest.builder().maxResults(3).build());
    var second =
        world.call(
            ListClustersResponse.class,
            ListClustersRequest.builder().maxResults(3).nextToken(first.nextToken()).build());
    assertEquals(3, first.clusterArns().size());
    assertEquals(1, second.clusterArns().size());
    assertNull(second.nextToken());
  }

  @Test
  void hostIsListedDescribedAndTakenOut() {
    Host host = world.join(1, SIZE);
    var listed =
        world.call(
            ListContainerInstancesResponse.class, ListContainerInstancesRequest.builder().build());
    ContainerInstance described =
        world
            .call(
                DescribeContainerInstancesResponse.class,
                DescribeContainerInstancesRequest.builder()
                    .containerInstances(listed.containerInstanceArns())
                    .include(
                        ContainerInstanceField.TAGS,
                        ContainerInstanceField.CONTAINER_INSTANCE_HEALTH)
                    .build())
            .containerInstances()
            .getFirst();
    assertTrue(described.agentConnected());
    assertEquals(1_024, resource(described.registeredResources(), "CPU").integerValue());
    assertEquals(1_000, resource(described.remainingResources(), "MEMORY").integerValue());
    assertEquals("rack", described.tags().getFirst().key());
    assertEquals("OK", described.healthStatus().overallStatusAsString());
    assertEquals(1, described("default").clusters().getFirst().registeredContainerInstancesCount());
    world.assertRefused(
        "ClusterContainsContainerInstancesException",
        DeleteClusterRequest.builder().cluster("default").build());
    var gone =
        world.call(
            DeregisterContainerInstanceResponse.class,
            DeregisterContainerInstanceRequest.builder()
                .containerInstance(host.id().text())
                .build());
    assertEquals("INACTIVE", gone.containerInstance().status());
    world.assertRefused(
        "InvalidParameterException", DescribeContainerInstancesRequest.builder().build());
  }

  @Test
  void resourcesAreTaggedAndUntagged() {
    String arn = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
    world.call(
        TagResourceResponse.class,
        TagResourceRequest.builder()
            .resourceArn(arn)
            .tags(Tag.builder().key("a").value("1").build(), Tag.builder().key("b").build())
            .build());
    world.call(
        UntagResourceResponse.class,
        UntagResourceRequest.builder().resourceArn(arn).tagKeys("a").build());
    var tags =
        world.call(
            ListTagsForResourceResponse.class,
            ListTagsForResourceRequest.builder().resourceArn(arn).build());
    assertEquals(List.of(Tag.builder().key("b").value("").build()), tags.tags());
    world.assertRefused(
        "ResourceNotFoundException",
        ListTagsForResourceRequest.builder().resourceArn(arn + "-missing").build());
    world.assertRefused(
        "InvalidParameterException", TagResourceRequest.builder().resourceArn(arn).build());
  }

  private ListClustersResponse list() {
    return world.call(ListClustersResponse.class, ListClustersRequest.builder().build());
  }

  private DescribeClustersResponse described(String... names) {
    return world.call(
        DescribeClustersResponse.class,
        DescribeClustersRequest.builder()
            .clusters(names)
            .include(ClusterField.SETTINGS, ClusterField.STATISTICS)
            .build());
  }

  private static Resource resource(List<Resource> resources, String name) {
    return resources.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
