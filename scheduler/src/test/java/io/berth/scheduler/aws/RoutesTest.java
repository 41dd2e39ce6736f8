package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.Action;
import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.StsOperations;
import io.berth.scheduler.identity.SdkSigner;
import io.berth.scheduler.identity.SignedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/** What callers read in either protocol: answers, refusals, and of bugs only an id. */
class RoutesTest {
  private static final String ECS = "AmazonEC2ContainerServiceV20141113.";
  private static final String FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8";
  private static final String IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";

  private final Instant now = InstantSource.system().instant();
  private final AwsCredentialsIdentity key =
      AwsCredentialsIdentity.create(TestFront.KEY, TestFront.SECRET);
  private Action<ListClustersRequest, ListClustersResponse> listing =
      (_, _) -> ListClustersResponse.builder().clusterArns("arn").build();

  @Test
  void callerIdentityIsAnsweredInXml() {
    HttpAnswer answer = form("sts", IDENTITY);

    assertEquals(200, answer.status());
    assertEquals("text/xml", answer.contentType());
    assertEquals(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<GetCallerIdentityResult><UserId>AKIDTEST</UserId><Account>000000000000</Account>"
            + "<Arn>arn:aws:iam::000000000000:user/AKIDTEST</Arn></GetCallerIdentityResult>"
            + "<ResponseMetadata><RequestId>the-id</RequestId></ResponseMetadata>"
            + "</GetCallerIdentityResponse>",
        text(answer));
  }

  @Test
  void aPresignedAddressCanBeGot() {
    SdkHttpRequest request =
        unsigned(SdkHttpMethod.GET)
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .build();
    SignedRequest signed =
        new SdkSigner(key, now, "eu-west-1", "sts").presigned(request, Duration.ofMinutes(5));

    HttpAnswer answer = send(signed, "");

    assertEquals(200, answer.status(), text(answer));
  }

  @Test
  void anOperationIsAnsweredInJson() {
    HttpAnswer answer = json("ecs", ECS + "ListClusters", "{}");

    assertEquals(200, answer.status());
    assertEquals("application/x-amz-json-1.1", answer.contentType());
    assertEquals("{\"clusterArns\":[\"arn\"]}", text(answer));
  }

  @Test
  void aRefusalCarriesItsCodeInBodyAndHeader() {
    listing =
        (_, _) -> {
          throw ApiError.sender("ClientException", "No \"such\"\nthing.");
        };

    HttpAnswer answer = json("ecs", ECS + "ListClusters", "{}");

    assertEquals(400, answer.status());
    assertEquals("ClientException", answer.headers().get("x-amzn-ErrorType"));
    assertEquals(
        "{\"__type\":\"ClientException\",\"message\":\"No \\\"such\\\"\\u000athing.\"}",
        text(answer));
  }

  @Test
  void ofABugTheCallerLearnsNothingButTheId() {
    listing =
        (_, _) -> {
          throw new IllegalStateException("secret inside");
        };

    HttpAnswer answer = json("ecs", ECS + "ListClusters", "{}");

    assertEquals(500, answer.status());
    assertEquals("InternalFailure", answer.headers().get("x-amzn-ErrorType"));
    assertTrue(text(answer).contains("the-id"), text(answer));
    assertFalse(text(answer).contains("secret"), text(answer));
    assertFalse(text(answer).contains("Exception"), text(answer));
  }

  @Test
  void endlessRecursionIsABugLikeAnother() {
    listing =
        (_, _) -> {
          throw new StackOverflowError();
        };

    assertEquals(500, json("ecs", ECS + "ListClusters", "{}").status());
  }

  @Test
  void operationsNobodyKnowsAreRefusedInEitherForm() {
    assertCode("UnknownOperationException", 400, json("ecs", ECS + "MakeCoffee", "{}"));
    assertCode("UnknownOperationException", 400, json("ecs", "ListClusters", "{}"));
    assertCode("InvalidAction", 400, form("sts", "Action=MakeCoffee&Version=2011-06-15"));
    assertCode("InvalidAction", 400, form("sts", "Action=GetCallerIdentity&Version=1999-01-01"));
    assertCode("MissingAction", 400, form("sts", "Version=2011-06-15"));
  }

  @Test
  void aRequestThatNamesNoOperationIsRefused() {
    SignedRequest signed =
        new SdkSigner(key, now, "us-east-1", "ecs")
            .withHeaders(unsigned(SdkHttpMethod.POST).build(), "{}");

    assertCode("UnknownOperationException", 400, send(signed, "{}"));
  }

  @Test
  void bodiesThatCannotBeReadAreRefused() {
    assertCode("SerializationException", 400, json("ecs", ECS + "ListClusters", "{"));
    assertCode("MalformedInput", 400, form("sts", IDENTITY + "&a=%zz"));
  }

  @Test
  void aSignatureForOneServiceOpensNoOther() {
    assertCode("InvalidSignatureException", 400, json("sts", ECS + "ListClusters", "{}"));
    assertCode("SignatureDoesNotMatch", 403, form("ecs", IDENTITY));
  }

  @Test
  void whoDoesNotSignLearnsNothingElse() {
    assertCode(
        "MissingAuthenticationTokenException",
        400,
        send(head("POST", "", Map.of("x-amz-target", List.of(ECS + "MakeCoffee"))), "{"));
    assertCode(
        "MissingAuthenticationToken",
        403,
        send(head("POST", "", Map.of("content-type", List.of(FORM_TYPE))), "Action=Make"));
    assertCode("MissingAuthenticationToken", 403, send(head("GET", "Action=Make", Map.of()), ""));
  }

  @Test
  void anotherBodyThanTheSignedOneIsRefused() {
    SignedRequest signed = signedJson("ecs", ECS + "ListClusters", "{}");

    assertCode("InvalidSignatureException", 400, send(signed, "{\"maxResults\":1}"));
  }

  @Test
  void otherPathsAndMethodsAreNotFound() {
    assertEquals(404, send(head("PUT", "", Map.of()), "").status());
    assertEquals(404, send(head("GET", "", Map.of()), "").status());
    assertEquals(404, send(new HttpHead("the-id", "POST", "/other", "", Map.of()), "").status());
  }

  private void assertCode(String code, int status, HttpAnswer answer) {
    String text = text(answer);
    boolean named =
        text.startsWith("{\"__type\":\"" + code + "\"") || text.contains("<Code>" + code + "<");
    assertTrue(named, text);
    assertEquals(status, answer.status(), text);
  }

  private HttpAnswer json(String service, String target, String body) {
    return send(signedJson(service, target, body), body);
  }

  private SignedRequest signedJson(String service, String target, String body) {
    SdkHttpRequest request =
        unsigned(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", target)
            .build();
    return new SdkSigner(key, now, "us-east-1", service).withHeaders(request, body);
  }

  private HttpAnswer form(String service, String body) {
    SdkHttpRequest request =
        unsigned(SdkHttpMethod.POST).putHeader("Content-Type", FORM_TYPE).build();
    SdkSigner signer = new SdkSigner(key, now, "us-east-1", service);
    return send(signer.withHeaders(request, body), body);
  }

  private static SdkHttpRequest.Builder unsigned(SdkHttpMethod method) {
    return SdkHttpRequest.builder()
        .method(method)
        .protocol("http")
        .host("localhost")
        .port(7070)
        .encodedPath("/");
  }

  private static HttpHead head(String method, String query, Map<String, List<String>> headers) {
    return new HttpHead("the-id", method, "/", query, new TreeMap<>(headers));
  }

  private HttpAnswer send(SignedRequest signed, String body) {
    return send(head(signed.method(), signed.query(), signed.headers()), body);
  }

  private HttpAnswer send(HttpHead head, String body) {
    List<Operation<?, ?>> operations = new ArrayList<>(StsOperations.all());
    operations.add(
        Operation.of(
            new Operation.Name("ecs", "ListClusters"),
            ListClustersRequest::builder,
            ListClustersResponse.class,
            listing));
    return new Routes(List.of(TestFront.awsRoute(operations))).answer(head, body.getBytes(UTF_8));
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), UTF_8);
  }
}
