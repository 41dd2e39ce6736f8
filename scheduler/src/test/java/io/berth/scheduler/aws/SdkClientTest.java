package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.api.Action;
import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.store.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * The clients of the AWS SDK call every operation through the front: what they marshal is what the
 * handler gets, and what the handler answers is what they unmarshal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkClientTest {
  private static final List<ModelOperation> ECS = ModelOperation.of(EcsClient.class);
  private static final List<ModelOperation> BALANCING =
      ModelOperation.of(ElasticLoadBalancingV2Client.class);

  private final Map<String, Action<SdkPojo, SdkPojo>> actions = new HashMap<>();
  private TestFront front;
  private EcsClient ecs;
  private ElasticLoadBalancingV2Client balancing;

  @BeforeAll
  void start() throws IOException {
    List<Operation<?, ?>> operations = new ArrayList<>();
    for (ModelOperation operation : ECS) {
      operations.add(operation.asOperation("ecs", acting(operation)));
    }
    for (ModelOperation operation : BALANCING) {
      operations.add(operation.asOperation("elasticloadbalancing", acting(operation)));
    }
    front = TestFront.serving(operations);
    ecs = configured(EcsClient.builder());
    balancing = configured(ElasticLoadBalancingV2Client.builder());
  }

  private Action<SdkPojo, SdkPojo> acting(ModelOperation operation) {
    return (caller, request) ->
        Optional.ofNullable(actions.get(operation.name())).orElseThrow().answer(caller, request);
  }

  private <
          B extends
              AwsSyncClientBuilder<B, C>
                  & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
          C>
      C configured(B builder) {
    return builder
        .endpointOverride(front.uri())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(TestFront.KEY, TestFront.SECRET)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @AfterAll
  void stop() {
    ecs.close();
    balancing.close();
    front.close();
  }

  static Stream<ModelOperation> ecsOperations() {
    return ECS.stream();
  }

  static Stream<ModelOperation> balancingOperations() {
    return BALANCING.stream();
  }

  @ParameterizedTest
  @MethodSource("ecsOperations")
  void whatTheEcsClientSendsAndGetsIsWhatTheHandlerGetsAndSends(ModelOperation operation)
      throws Exception {
    assertPassesThrough(operation, ecs, RandomShapes.Wire.JSON);
  }

  @ParameterizedTest
  @MethodSource("balancingOperations")
  void whatTheBalancingClientSendsAndGetsIsWhatTheHandlerGetsAndSends(ModelOperation operation)
      throws Exception {
    assertPassesThrough(operation, balancing, RandomShapes.Wire.QUERY);
  }

  private void assertPassesThrough(ModelOperation operation, Object client, RandomShapes.Wire wire)
      throws Exception {
    for (long seed : Seeds.first(1).toArray()) {
      RandomShapes shapes = new RandomShapes(Seeds.random(seed), wire);
      SdkPojo request = shapes.of(operation.newRequest());
      SdkPojo response = shapes.of(operation.newResponse());
      AtomicReference<SdkPojo> heard = new AtomicReference<>();
      actions.put(
          operation.name(),
          (_, asked) -> {
            heard.set(asked);
            return response;
          });

      SdkPojo answered = operation.call(client, request);

      RandomShapes.assertSame(request, heard.get());
      RandomShapes.assertSame(response, answered);
    }
  }

  @Test
  void aRefusalReachesTheClientAsTheExceptionOfItsCode() {
    actions.put(
        "ListTasks",
        (_, _) -> {
          throw ApiError.sender("ClusterNotFoundException", "Cluster not found.");
        });

    EcsException refusal = assertThrows(ClusterNotFoundException.class, () -> ecs.listTasks());

    assertEquals("Cluster not found.", refusal.awsErrorDetails().errorMessage());
    assertEquals(400, refusal.statusCode());
    assertEquals(36, refusal.requestId().length());
  }
}
