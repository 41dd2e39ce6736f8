package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.store.Seeds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Each rule of JSON on this wire, and each shape of ECS there and back. */
class JsonCodecTest {
  private static final List<ModelOperation> OPERATIONS = ModelOperation.of(EcsClient.class);

  private final SilentLogger log = new SilentLogger();
  private final UnknownMembers unknown = new UnknownMembers(log);
  private final JsonCodec codec = new JsonCodec(unknown);

  static Stream<ModelOperation> operations() {
    return OPERATIONS.stream();
  }

  @Test
  void theModelIsTheOneWeKnow() {
    assertEquals(77, OPERATIONS.size(), OPERATIONS::toString);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyRequestAndResponseComesBackAsItWas(ModelOperation operation) {
    Seeds.first(20)
        .forEach(seed -> {
          RandomShapes shapes = new RandomShapes(Seeds.random(seed), RandomShapes.Wire.JSON);
          assertComesBack(operation.newRequest(), shapes.of(operation.newRequest()), seed);
          assertComesBack(operation.newResponse(), shapes.of(operation.newResponse()), seed);
        });
    assertEquals(Map.of(), unknown.counts());
  }

  private void assertComesBack(RequestBuilder<SdkPojo> empty, SdkPojo sent, long seed) {
    SdkPojo received = codec.decode("seed " + seed, empty, codec.encode(sent));

    RandomShapes.assertSame(sent, received);
  }

  @Test
  void anAbsentListAndAnEmptyOneStayDifferent() {
    assertFalse(service("{}").hasLoadBalancers());
    assertFalse(service("{\"loadBalancers\":null}").hasLoadBalancers());
    assertTrue(service("{\"loadBalancers\":[]}").hasLoadBalancers());
    assertEquals("{}", json(ListClustersResponse.builder().build()));
    assertEquals(
        "{\"clusterArns\":[]}",
        json(ListClustersResponse.builder().clusterArns(List.of()).build()));
  }

  @Test
  void nullMeansAbsentAlsoAmongElements() {
    assertNull(service("{\"desiredCount\":null}").desiredCount());
    assertEquals(
        List.of("a", "b"),
        definition("{\"requiresCompatibilities\":[\"a\",null,\"b\"]}")
            .requiresCompatibilitiesAsStrings());
  }

  @Test
  void theLastOfTwoMembersCounts() {
    assertEquals(2, service("{\"desiredCount\":1,\"desiredCount\":2}").desiredCount());
    assertNull(service("{\"desiredCount\":1,\"desiredCount\":null}").desiredCount());
    assertFalse(service("{\"loadBalancers\":[{}],\"loadBalancers\":null}").hasLoadBalancers());
  }

  @Test
  void anUnknownMemberIsSkippedAndCounted() {
    String body = "{\"new\":{\"deep\":[1,{\"er\":null}]},\"service\":\"s\",\"new\":2}";

    assertEquals("s", service(body).service());
    assertEquals(Map.of("UpdateService: UpdateServiceRequest.new", 2L), unknown.counts());
    assertEquals(1, log.lines());
  }

  @Test
  void strangersCannotFillTheCountOfUnknownMembers() {
    for (int member = 0; member < 1_100; member++) {
      service("{\"member" + member + "\":1}");
    }
    service("{\"" + "long".repeat(1_000) + "\\n\":1}");

    assertEquals(1_001, unknown.counts().size());
    assertEquals(101, unknown.counts().get("others"));
    assertEquals(1_001, log.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", "{}", " {} "})
  void noBodyIsAnEmptyRequest(String body) {
    assertTrue(UpdateServiceRequest.builder().build().equalsBySdkFields(service(body)));
  }

  @Test
  void anUnknownEnumValueIsKeptAsText() {
    RegisterTaskDefinitionRequest request = definition("{\"networkMode\":\"carrier-pigeon\"}");

    assertEquals("carrier-pigeon", request.networkModeAsString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void integersAreWholeNumbersHoweverWritten(String written, int meant) {
    assertEquals(meant, service("{\"desiredCount\":" + written + "}").desiredCount());
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of("5", 5),
        Arguments.of("-0", 0),
        Arguments.of("5.0", 5),
        Arguments.of("5e2", 500),
        Arguments.of("50e-1", 5),
        Arguments.of("2147483647", Integer.MAX_VALUE),
        Arguments.of("-2147483648", Integer.MIN_VALUE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("times")
  void timesAreSecondsOrText(String written, String meant) {
    String body = "{\"tasks\":[{\"createdAt\":" + written + "}]}";
    DescribeTasksResponse response = decode(DescribeTasksResponse.builder(), body);

    assertEquals(Instant.parse(meant), response.tasks().getFirst().createdAt());
  }

  static Stream<Arguments> times() {
    return Stream.of(
        Arguments.of("1700000000", "2023-11-14T22:13:20Z"),
        Arguments.of("1700000000.123", "2023-11-14T22:13:20.123Z"),
        Arguments.of("1.700000000123E9", "2023-11-14T22:13:20.123Z"),
        Arguments.of("0", "1970-01-01T00:00:00Z"),
        Arguments.of("0e999999999", "1970-01-01T00:00:00Z"),
        Arguments.of("-0.5", "1969-12-31T23:59:59.500Z"),
        Arguments.of("\"2023-11-14T22:13:20.123Z\"", "2023-11-14T22:13:20.123Z"),
        Arguments.of("\"2023-11-15T00:13:20+02:00\"", "2023-11-14T22:13:20Z"));
  }

  @Test
  void timesAndLongNumbersAreWrittenWithoutExponent() {
    Instant time = Instant.parse("2023-11-14T22:13:20.120Z");
    DescribeTasksResponse response =
        DescribeTasksResponse.builder()
            .tasks(
                Task.builder()
                    .version(Long.MAX_VALUE)
                    .createdAt(time)
                    .stoppedAt(Instant.EPOCH)
                    .build())
            .build();

    String json = json(response);

    assertTrue(json.contains("\"version\":9223372036854775807"), json);
    assertTrue(json.contains("\"createdAt\":1700000000.120"), json);
    assertTrue(json.contains("\"stoppedAt\":0.000"), json);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void whatCannotBeReadIsRefusedByName(String body, String words) {
    ApiError refusal = assertThrows(ApiError.class, () -> definition(body));

    assertEquals("SerializationException", refusal.code());
    assertEquals(400, refusal.httpStatus());
    assertTrue(refusal.sentence().contains(words), refusal::sentence);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        row("{'family':'a'}", "cannot be read"),
        row("{\"family\"}", "cannot be read"),
        row("{\"family\":\"a\",}", "cannot be read"),
        row("{\"family\":\"a\"", "cannot be read"),
        row("{\"family\":\"a", "cannot be read"),
        row("{\"family\":\"a\nb\"}", "cannot be read"),
        row("{\"x\":01}", "cannot be read"),
        row("{\"x\":NaN}", "cannot be read"),
        row("/**/{}", "cannot be read"),
        row("\uFEFF{}", "cannot be read"),
        row("{}{}", "goes on"),
        row("{} []", "goes on"),
        row("{} garbage", "cannot be read"),
        row("null", "must be a JSON object"),
        row("[]", "must be a JSON object"),
        row("\"text\"", "must be a JSON object"),
        row("{\"family\":1}", "/family must be a string"),
        row("{\"family\":[]}", "not an array"),
        row("{\"family\":true}", "not true"),
        row("{\"family\":\"\\uD800\"}", "surrogate"),
        row("{\"family\":\"\\uDC00\\uD800\"}", "surrogate"),
        row("{\"containerDefinitions\":{}}", "/containerDefinitions must be an array"),
        row("{\"containerDefinitions\":[7]}", "/containerDefinitions/0 must be an object"),
        row("{\"containerDefinitions\":[{\"cpu\":\"1\"}]}", "/containerDefinitions/0/cpu must be"),
        row("{\"containerDefinitions\":[{\"cpu\":1.5}]}", "an integer"),
        row("{\"containerDefinitions\":[{\"cpu\":2147483648}]}", "an integer"),
        row("{\"containerDefinitions\":[{\"cpu\":1e999999999}]}", "an integer"),
        row("{\"containerDefinitions\":[{\"cpu\":1e9999999999}]}", "an integer"),
        row("{\"containerDefinitions\":[{\"essential\":\"true\"}]}", "true or false"),
        row("{\"containerDefinitions\":[{\"dockerLabels\":[]}]}", "an object"),
        row("{\"containerDefinitions\":[{\"dockerLabels\":{\"a\":1}}]}", "dockerLabels/a"),
        row("{\"containerDefinitions\":[{\"dockerLabels\":{\"\\uD800\":\"\"}}]}", "surrogate"));
  }

  private static Arguments row(String body, String words) {
    return Arguments.of(body, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e12", "-1e12", "1e999999999", "1e-999999999", "\"soon\"", "true"})
  void aTimeBeyondTheCalendarIsRefused(String written) {
    String body = "{\"tasks\":[{\"createdAt\":" + written + "}]}";

    assertThrows(ApiError.class, () -> decode(DescribeTasksResponse.builder(), body));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFF, 0xC0, 0x80, 0xED})
  void whatIsNotUtf8IsRefused(int wrong) {
    byte[] body = "{\"family\":\"?????\"}".getBytes(UTF_8);
    body[12] = (byte) wrong;

    ApiError refusal = assertThrows(ApiError.class, () -> definition(body));

    assertEquals("SerializationException", refusal.code());
  }

  @Test
  void nestingBeyondSixtyFourLevelsIsRefusedWhereverItIs() {
    String known = "{\"family\":" + "[".repeat(100_000);
    String skipped = "{\"unknown\":" + "[".repeat(64) + "]".repeat(64) + "}";
    String allowed = "{\"unknown\":" + "[".repeat(63) + "]".repeat(63) + "}";

    assertThrows(ApiError.class, () -> definition(known));
    assertThrows(ApiError.class, () -> definition(skipped));
    assertNull(definition(allowed).family());
  }

  static LongStream seeds() {
    return Seeds.first(50);
  }

  /** Nothing that strangers send may end in anything but a request or a refusal. */
  @ParameterizedTest
  @MethodSource("seeds")
  void spoiledBodiesAreReadOrRefusedAndNothingElse(long seed) {
    RandomGenerator random = Seeds.random(seed);
    ModelOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    byte[] good =
        codec.encode(new RandomShapes(random, RandomShapes.Wire.JSON).of(operation.newRequest()));
    Consumer<byte[]> readOrRefused =
        body -> {
          try {
            codec.decode("fuzz", operation.newRequest(), body);
          } catch (ApiError refusal) {
            assertEquals("SerializationException", refusal.code());
          }
        };

    for (int round = 0; round < 40; round++) {
      readOrRefused.accept(Arrays.copyOf(good, random.nextInt(good.length + 1)));
      byte[] changed = good.clone();
      changed[random.nextInt(good.length)] = (byte) random.nextInt();
      readOrRefused.accept(changed);
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      readOrRefused.accept(noise);
    }
  }

  @Test
  void eachStructureIsLookedThroughOnce() {
    FieldTables tables = new FieldTables();

    assertEquals(tables.of(Cluster.builder()), tables.of(Cluster.builder()));
  }

  private UpdateServiceRequest service(String body) {
    UpdateServiceRequest.Builder builder = UpdateServiceRequest.builder();
    return codec.decode(
        "UpdateService", new RequestBuilder<>(builder, builder::build), body.getBytes(UTF_8));
  }

  private RegisterTaskDefinitionRequest definition(String body) {
    return definition(body.getBytes(UTF_8));
  }

  private RegisterTaskDefinitionRequest definition(byte[] body) {
    RegisterTaskDefinitionRequest.Builder builder = RegisterTaskDefinitionRequest.builder();
    return codec.decode("Register", new RequestBuilder<>(builder, builder::build), body);
  }

  private DescribeTasksResponse decode(DescribeTasksResponse.Builder builder, String body) {
    return codec.decode(
        "Describe", new RequestBuilder<>(builder, builder::build), body.getBytes(UTF_8));
  }

  private String json(SdkPojo pojo) {
    return new String(codec.encode(pojo), UTF_8);
  }
}
