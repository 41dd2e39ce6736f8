package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.StateInvariants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * Every member of every operation, however deep, gets every odd value, in a request that is fine
 * otherwise. It is done or it is refused in a known code and in few words; it is never a bug of
 * ours, what is refused changes nothing, and a value of another type is never taken.
 */
class BadInputSweepTest {
  private static final String ID = "00000000000000000000000000000001";
  private static final String CLUSTER = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
  private static final String WRONG_TYPE = "SerializationException";
  private static final Set<String> CODES =
      Set.of(
          "ClientException",
          "InvalidParameterException",
          WRONG_TYPE,
          "ClusterNotFoundException",
          "ClusterContainsContainerInstancesException",
          "ConflictException",
          "ResourceNotFoundException",
          "ServiceNotFoundException",
          "ServiceNotActiveException",
          "ClusterContainsServicesException",
          "TargetNotFoundException",
          "AttributeLimitExceededException");

  private static final List<String> TEXTS =
      List.of(
          quoted(""),
          quoted(" "),
          quoted("x".repeat(10_000)),
          quoted("ü".repeat(300)),
          quoted("\\u0000"),
          quoted("\\n"),
          quoted("../../etc"),
          quoted(":"),
          quoted("/"),
          quoted("-1"),
          quoted("99999999999999999999"),
          quoted("1e99999999"),
          quoted("arn:"),
          quoted("arn:aws:ecs:::"),
          quoted("arn:aws:ecs:us-east-1:000000000000:"),
          quoted("arn:aws:ecs:us-east-1:000000000000:cluster/"),
          quoted("arn:aws:ecs:us-east-1:000000000000:task/a/b/c"),
          quoted("%s%n${x}"));
  private static final List<String> NUMBERS =
      List.of("0", "-1", "1", "2147483647", "-2147483648", "2147483648", "1e400", "0.5", "1e3");

  /**
   * What a request must have before the odd value comes into it; the value itself may replace it.
   */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("RegisterTaskDefinition", "family='f',containerDefinitions=[C]"),
          Map.entry("RunTask", "taskDefinition='web'"),
          Map.entry("StartTask", "taskDefinition='web',containerInstances=['" + ID + "']"),
          Map.entry("StopTask", "task='" + ID + "'"),
          Map.entry("DescribeTasks", "tasks=['" + ID + "']"),
          Map.entry("DescribeContainerInstances", "containerInstances=['" + ID + "']"),
          Map.entry("DeregisterContainerInstance", "containerInstance='" + ID + "'"),
          Map.entry("DescribeTaskDefinition", "taskDefinition='web'"),
          Map.entry("DeregisterTaskDefinition", "taskDefinition='web:1'"),
          Map.entry("DeleteTaskDefinitions", "taskDefinitions=['web:1']"),
          Map.entry("UpdateCluster", "cluster='default'"),
          Map.entry("UpdateClusterSettings", "cluster='default'"),
          Map.entry("DeleteCluster", "cluster='default'"),
          Map.entry("CreateService", "serviceName='web',taskDefinition='web',desiredCount=1"),
          Map.entry("UpdateService", "service='shop'"),
          Map.entry("DeleteService", "service='shop'"),
          Map.entry("DescribeServices", "services=['shop']"),
          Map.entry(
              "UpdateContainerInstancesState",
              "containerInstances=['" + ID + "'],status='DRAINING'"),
          Map.entry("PutAttributes", "attributes=[A]"),
          Map.entry("DeleteAttributes", "attributes=[A]"),
          Map.entry("ListAttributes", "targetType='container-instance',attributeName='a'"),
          Map.entry("TagResource", "resourceArn='" + CLUSTER + "',tags=[{\"key\":\"a\"}]"),
          Map.entry("UntagResource", "resourceArn='" + CLUSTER + "',tagKeys=['a']"),
          Map.entry("ListTagsForResource", "resourceArn='" + CLUSTER + "'"));

  private static final String CONTAINER = "\"name\":\"a\",\"image\":\"i\",\"memory\":64";
  private static final String ATTRIBUTE =
      "\"name\":\"a\",\"targetType\":\"container-instance\",\"targetId\":\"" + ID + "\"";

  /** What each element of a list must have, by the list's name. */
  private static final Map<String, String> IN_LISTS =
      Map.of("containerDefinitions", CONTAINER + ",", "attributes", ATTRIBUTE + ",");

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  static Stream<String> operations() {
    return new ApiWorld().operations().stream().map(Operation::name);
  }

  /** A member by the way to it, and what it may not be. */
  private record Member(List<String> way, Kind kind) {}

  private enum Kind {
    TEXT,
    NUMBER,
    FRACTION,
    FLAG,
    LIST,
    OBJECT,
    ANYTHING
  }

  @ParameterizedTest
  @MethodSource("operations")
  void oddValuesAreRefusedInKnownCodesOrDone(String operation) {
    SdkPojo shape = find(operation).newRequest().get().fields();
    List<Member> members = new ArrayList<>();
    collect(shape, List.of(), members);
    for (Member member : members) {
      ApiWorld world = fresh();
      List<Object> before = world.rows();
      for (String value : values(member.kind())) {
        Optional<ApiError> refusal = send(world, operation, body(operation, member, value));
        if (refusal.isPresent()) {
          check(refusal.get(), operation + " " + member.way() + " = " + shown(value));
          assertEquals(before, world.rows(), operation + " " + member.way());
        } else {
          StateInvariants.check(world.store.snapshot());
          world = fresh();
        }
      }
      for (String value : strangers(member.kind())) {
        String what = operation + " " + member.way() + " = " + shown(value);
        Optional<ApiError> refusal = send(world, operation, body(operation, member, value));
        assertEquals(
            Optional.of(WRONG_TYPE), refusal.map(ApiError::code), what + " was taken for another");
      }
    }
    assertFalse(members.isEmpty());
  }

  private static Optional<ApiError> send(ApiWorld world, String operation, String body) {
    try {
      world.json(operation, body);
      return Optional.empty();
    } catch (ApiError refusal) {
      return Optional.of(refusal);
    } catch (RuntimeException bug) {
      return fail(operation + " breaks of " + shown(body), bug);
    }
  }

  private static void check(ApiError refusal, String what) {
    assertTrue(CODES.contains(refusal.code()), () -> what + " is answered " + refusal.code());
    assertTrue(
        refusal.sentence().length() < 2_000 && !refusal.sentence().isBlank(),
        () -> what + ": " + refusal.sentence());
    assertTrue(
        refusal.sentence().chars().allMatch(one -> one >= ' ' && one <= '~'),
        () -> what + " is said back as it came: " + refusal.sentence());
  }

  private static ApiWorld fresh() {
    ApiWorld world = new ApiWorld();
    world.join(1, new Resources(4_096, 4_000, 10));
    world.json(
        "RegisterTaskDefinition",
        "{\"family\":\"web\",\"containerDefinitions\":[{" + CONTAINER + "}]}");
    world.json(
        "CreateService",
        "{\"serviceName\":\"shop\",\"taskDefinition\":\"web\",\"desiredCount\":0}");
    return world;
  }

  private static Operation<?, ?> find(String name) {
    return new ApiWorld()
        .operations().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static String shown(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  // ------------------------------------------------------------------------------ odd values

  private static List<String> values(Kind kind) {
    return switch (kind) {
      case TEXT -> TEXTS;
      case NUMBER, FRACTION -> NUMBERS;
      case FLAG -> List.of("true", "false", "null");
      case LIST -> List.of("[]", "[null]", "null");
      case ANYTHING -> List.of("{}", "null", "[[]]", "1");
      case OBJECT -> List.of("{}", "null", "{\"unknown\":1}");
    };
  }

  private static List<String> strangers(Kind kind) {
    return switch (kind) {
      case TEXT -> List.of("1", "true", "[]", "{}");
      case NUMBER -> List.of("\"1\"", "true", "[]", "{}", "1.5");
      case FRACTION -> List.of("\"1\"", "true", "[]", "{}");
      case FLAG -> List.of("1", "\"true\"", "[]", "{}");
      case LIST -> List.of("1", "\"a\"", "{}", "true");
      case OBJECT -> List.of("1", "\"a\"", "[]", "true");
      case ANYTHING -> List.of();
    };
  }

  // ------------------------------------------------------------------------------ members

  private static void collect(SdkPojo shape, List<String> way, List<Member> members) {
    for (SdkField<?> field : shape.sdkFields()) {
      List<String> here = with(way, field.locationName());
      collect(field, here, members);
    }
  }

  private static void collect(SdkField<?> field, List<String> way, List<Member> members) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    switch (type) {
      case LIST -> {
        members.add(new Member(way, Kind.LIST));
        collect(
            field.getRequiredTrait(ListTrait.class).memberFieldInfo(), with(way, "[]"), members);
      }
      case MAP -> {
        members.add(new Member(way, Kind.OBJECT));
        SdkField<?> value = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        collect(value, with(way, "key"), members);
      }
      case SDK_POJO -> {
        members.add(new Member(way, Kind.OBJECT));
        collect(field.constructor().get(), way, members);
      }
      case BOOLEAN -> members.add(new Member(way, Kind.FLAG));
      case INTEGER, LONG -> members.add(new Member(way, Kind.NUMBER));
      case DOUBLE -> members.add(new Member(way, Kind.FRACTION));
      // Any JSON is one.
      case DOCUMENT -> members.add(new Member(way, Kind.ANYTHING));
      case STRING -> members.add(new Member(way, Kind.TEXT));
      default -> fail("no odd values are known for " + type + " at " + way);
    }
  }

  private static List<String> with(List<String> way, String more) {
    List<String> longer = new ArrayList<>(way);
    longer.add(more);
    return List.copyOf(longer);
  }

  // ------------------------------------------------------------------------------ requests

  private static String body(String operation, Member member, String value) {
    Map<String, String> members = new LinkedHashMap<>();
    String needed = NEEDED.getOrDefault(operation, "");
    if (!needed.isEmpty()) {
      for (String one : needed.split(",(?=[a-zA-Z]+=)", -1)) {
        String[] halves = one.split("=", 2);
        members.put(
            halves[0],
            halves[1]
                .replace('\'', '"')
                .replace("[C]", "[{" + CONTAINER + "}]")
                .replace("[A]", "[{" + ATTRIBUTE + "}]"));
      }
    }
    members.put(member.way().getFirst(), nested(member.way(), 1, value));
    return members.entrySet().stream()
        .map(one -> quoted(one.getKey()) + ":" + one.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String nested(List<String> way, int from, String value) {
    if (from == way.size()) {
      return value;
    }
    String step = way.get(from);
    if (step.equals("[]")) {
      return "[" + nested(way, from + 1, value) + "]";
    }
    String inner = quoted(step) + ":" + nested(way, from + 1, value);
    String needed = from == 2 ? IN_LISTS.getOrDefault(way.getFirst(), "") : "";
    // The last of two members with one name counts.
    return "{" + needed + inner + "}";
  }
}
