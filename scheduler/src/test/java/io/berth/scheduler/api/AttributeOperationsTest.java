package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/** Attributes of hosts, as clients of ECS put, delete and list them. */
class AttributeOperationsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100);
  private static final String ARN =
      "arn:aws:ecs:us-east-1:000000000000:container-instance/default/";

  private final ApiWorld world = new ApiWorld();
  private final Host host = world.join(1, SIZE);
  private final Host other = world.join(2, SIZE);

  private static String arn(Host host) {
    return ARN + host.id().text();
  }

  private static Attribute attribute(Host host, String name, @Nullable String value) {
    return Attribute.builder().name(name).value(value).targetId(arn(host)).build();
  }

  private List<Attribute> put(Attribute... attributes) {
    return world
        .call(
            PutAttributesResponse.class,
            PutAttributesRequest.builder().attributes(attributes).build())
        .attributes();
  }

  private List<Attribute> listed(ListAttributesRequest.Builder request) {
    return world
        .call(ListAttributesResponse.class, request.targetType("container-instance").build())
        .attributes();
  }

  private static ListAttributesRequest.Builder list() {
    return ListAttributesRequest.builder();
  }

  @Test
  void whatWasPutIsSaidBackListedAndDescribed() {
    Attribute blue = attribute(host, "stack", "blue");
    Attribute quiet = attribute(other, "quiet", null);
    assertEquals(List.of(blue, quiet), put(blue, quiet));

    assertEquals(List.of(blue), listed(list().attributeName("stack")));
    assertEquals(List.of(quiet), listed(list().attributeName("quiet")));
    assertEquals(List.of(blue), listed(list().attributeName("stack").attributeValue("blue")));
    assertEquals(List.of(), listed(list().attributeName("stack").attributeValue("green")));
    assertEquals(List.of(), listed(list().attributeName("nothing")));
    assertTrue(
        world
            .call(
                DescribeContainerInstancesResponse.class,
                DescribeContainerInstancesRequest.builder()
                    .containerInstances(host.id().text())
                    .build())
            .containerInstances()
            .getFirst()
            .attributes()
            .contains(Attribute.builder().name("stack").value("blue").build()));
  }

  @Test
  void targetIsNamedByItsArnOrByItsIdAndType() {
    Attribute byId =
        Attribute.builder()
            .name("stack")
            .value("blue")
            .targetType("container-instance")
            .targetId(host.id().text())
            .build();
    assertEquals(List.of(attribute(host, "stack", "blue")), put(byId));
    world.assertRefused(
        "InvalidParameterException",
        PutAttributesRequest.builder()
            .attributes(byId.toBuilder().targetType((String) null).build())
            .build());
    var deleted =
        world.call(
            DeleteAttributesResponse.class,
            DeleteAttributesRequest.builder()
                .attributes(byId.toBuilder().value(null).build(), attribute(other, "stack", null))
                .build());
    assertEquals(List.of(attribute(host, "stack", "blue")), deleted.attributes());
    assertEquals(List.of(), listed(list().attributeName("stack")));
  }

  @Test
  void listGoesOnAfterItsTokenAndMissesNothing() {
    put(attribute(host, "a", "1"), attribute(other, "b", "2"));
    List<Attribute> whole = listed(list());
    List<Attribute> inPages = new ArrayList<>();
    String token = null;
    do {
      var page =
          world.call(
              ListAttributesResponse.class,
              list().targetType("container-instance").maxResults(7).nextToken(token).build());
      inPages.addAll(page.attributes());
      token = page.nextToken();
    } while (token != null);

    assertEquals(whole, inPages);
    int ofOne =
        world.store.snapshot().find(Tables.HOSTS, host.id()).orElseThrow().attributes().size();
    assertEquals(2 * ofOne, whole.size());
    assertEquals(1, listed(list().attributeName("ecs.os-type").maxResults(1)).size());
  }

  @Test
  void aHostThatIsGoneHasNoAttributesAnyMore() {
    put(attribute(host, "stack", "blue"));
    world.call(
        DeregisterContainerInstanceResponse.class,
        DeregisterContainerInstanceRequest.builder().containerInstance(arn(host)).build());

    assertEquals(List.of(), listed(list().attributeName("stack")));
    world.assertRefused(
        "TargetNotFoundException",
        PutAttributesRequest.builder().attributes(attribute(host, "stack", "green")).build());
  }

  @Test
  void anAbsentValueIsNoEmptyOne() {
    assertNull(put(attribute(host, "quiet", null)).getFirst().value());
  }
}
