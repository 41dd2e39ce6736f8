package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.control.CreateJoinTokenRequest;
import io.berth.proto.control.CreateJoinTokenResponse;
import io.berth.scheduler.api.Action;
import io.berth.scheduler.api.ControlOperation;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.aws.RawClient.Response;
import io.berth.scheduler.identity.SdkSigner;
import io.berth.scheduler.identity.SignedRequest;
import io.berth.scheduler.store.Lane;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/**
 * What a client reads over a real connection when the fault is ours, or when it asks our own API
 * for more than it may: bytes are signed and written by hand, so that no client stands in between.
 */
class FrontFaultsTest {
  private static final String CONTROL = "/berth/v1/CreateJoinToken";
  private static final int LARGEST_CONTROL_BODY = 64 << 10;

  private Action<ListClustersRequest, ListClustersResponse> listing =
      (_, _) -> ListClustersResponse.builder().clusterArns("arn").build();
  private TestFront front;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    front =
        TestFront.withRoutes(
            FrontLimits.standard(),
            List.of(
                TestFront.awsRoute(
                    List.of(
                        Operation.of(
                            new Operation.Name("ecs", "ListClusters"),
                            ListClustersRequest::builder,
                            ListClustersResponse.class,
                            (caller, request) -> listing.answer(caller, request)))),
                TestFront.controlRoute(
                    List.of(
                        new ControlOperation<>(
                            "CreateJoinToken",
                            CreateJoinTokenRequest.getDefaultInstance(),
                            (_, request) ->
                                CreateJoinTokenResponse.newBuilder()
                                    .setSecret("note of " + request.getNote().length())
                                    .build())))));
    client = new RawClient(front.connect());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    front.close();
  }

  // ------------------------------------------------------------------------------- faults of ours

  @Test
  void aBugIsAnsweredWithItsRequestIdAloneAndTheConnectionGoesOn() throws IOException {
    listing =
        (_, _) -> {
          throw new IllegalStateException("secret inside");
        };

    Response failed = listClusters("{}");

    assertEquals(500, failed.status());
    assertEquals("InternalFailure", failed.header("x-amzn-errortype"));
    assertTrue(failed.body().contains(failed.header("x-amzn-requestid")), failed.body());
    assertEquals(36, failed.header("x-amzn-requestid").length());
    assertFalse(failed.body().contains("secret"), failed.body());
    assertFalse(failed.body().contains("Exception"), failed.body());
    listing = (_, _) -> ListClustersResponse.builder().clusterArns("after").build();
    assertEquals("{\"clusterArns\":[\"after\"]}", listClusters("{}").body());
  }

  @Test
  void aFullLaneOfTheStoreThrottlesAndTheNextRequestIsServed() throws Exception {
    try (FullLane lane = new FullLane()) {
      listing =
          (_, _) -> lane.store().update(Lane.API, _ -> ListClustersResponse.builder().build());

      Response throttled = listClusters("{}");

      lane.goOn();
      assertEquals(400, throttled.status());
      assertEquals("ThrottlingException", throttled.header("x-amzn-errortype"));
      assertEquals(
          "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}", throttled.body());
      assertEquals(200, listClusters("{}").status());
    }
  }

  // ------------------------------------------------------------------------------- our own API

  @Test
  void aBodyOfOurOwnApiMayHaveSixtyFourKibibytesAndNotOneMore() throws IOException {
    String frame = "{\"note\":\"\"}";
    String largest = note("a".repeat(LARGEST_CONTROL_BODY - frame.length()));
    String tooLarge = largest + " ";

    Response served = control(CONTROL, largest, "berth");
    Response refused = control(CONTROL, tooLarge, "berth");

    assertEquals(200, served.status(), served.body());
    assertEquals(413, refused.status());
    assertEquals("RequestEntityTooLargeException", refused.header("x-amzn-errortype"));
  }

  /** Two bytes each: the limit is one of memory, and letters are no measure of it. */
  @Test
  void lettersOfSeveralBytesCountAsSuch() throws IOException {
    Response refused = control(CONTROL, note("ä".repeat(LARGEST_CONTROL_BODY / 2)), "berth");

    assertEquals(413, refused.status());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/berth/v1/CreateJoinToken | {            | 400 | SerializationException",
        "/berth/v1/CreateJoinToken | []           | 400 | SerializationException",
        "/berth/v1/CreateJoinToken | {'note':1}   | 400 | SerializationException",
        "/berth/v1/CreateJoinToken | {'nope':'x'} | 400 | SerializationException",
        "/berth/v1/CreateJoinToken | {'note':'a','note':'b'} | 400 | SerializationException",
        "/berth/v1/MakeCoffee      | {}           | 400 | UnknownOperationException",
        "/berth/v1/                | {}           | 400 | UnknownOperationException",
        "/berth/v1/CreateJoinToken/ | {}          | 400 | UnknownOperationException",
      })
  void whatOurOwnApiCannotReadIsRefused(String path, String body, int status, String code)
      throws IOException {
    Response refused = control(path, body.replace('\'', '"'), "berth");

    assertEquals(status, refused.status(), refused.body());
    assertEquals(code, refused.header("x-amzn-errortype"));
    assertTrue(refused.body().startsWith("{\"__type\":\"" + code + "\""), refused.body());
  }

  @Test
  void nestingIsBoundedInOurOwnApi() throws IOException {
    Response refused = control(CONTROL, "{\"note\":" + "[".repeat(10_000), "berth");

    assertEquals(400, refused.status());
    assertEquals("SerializationException", refused.header("x-amzn-errortype"));
  }

  @Test
  void aSignatureForAnotherServiceDoesNotOpenOurOwnApi() throws IOException {
    Response refused = control(CONTROL, "{}", "ecs");

    assertEquals("InvalidSignatureException", refused.header("x-amzn-errortype"));
  }

  @Test
  void unsignedCallsOfOurOwnApiLearnNothing() throws IOException {
    client.send("POST /berth/v1/MakeCoffee HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{");

    assertEquals("MissingAuthenticationTokenException", client.read().header("x-amzn-errortype"));
  }

  /** Only a POST is a call of it; anything else is no page that exists. */
  @ParameterizedTest
  @CsvSource({"GET", "PUT", "DELETE"})
  void otherMethodsFindNothing(String method) throws IOException {
    client.send(method + " " + CONTROL + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertEquals(404, client.read().status());
  }

  // ------------------------------------------------------------------------------- bytes by hand

  private static String note(String text) {
    return "{\"note\":\"" + text + "\"}";
  }

  private Response listClusters(String body) throws IOException {
    SdkHttpRequest request =
        request("/")
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters")
            .build();
    return send(request, body, "ecs");
  }

  private Response control(String path, String body, String service) throws IOException {
    return send(request(path).putHeader("Content-Type", "application/json").build(), body, service);
  }

  private SdkHttpRequest.Builder request(String path) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .protocol("http")
        .host(front.uri().getHost())
        .port(front.uri().getPort())
        .encodedPath(path);
  }

  private Response send(SdkHttpRequest request, String body, String service) throws IOException {
    SignedRequest signed =
        new SdkSigner(
                AwsCredentialsIdentity.create(TestFront.KEY, TestFront.SECRET),
                InstantSource.system().instant(),
                "us-east-1",
                service)
            .withHeaders(request, body);
    StringBuilder text = new StringBuilder("POST " + request.encodedPath() + " HTTP/1.1\r\n");
    signed
        .headers()
        .forEach((name, values) ->
            values.forEach(value -> text.append(name).append(": ").append(value).append("\r\n")));
    byte[] bytes = body.getBytes(UTF_8);
    text.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    client.send(text + new String(bytes, ISO_8859_1));
    return client.read();
  }
}
