package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.EffectTable.Effect;
import io.berth.scheduler.api.EffectTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ecs.model.EcsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Request;

/** The table of effects covers the model, and the page for people says what the table says. */
class ApiCoverageTest {
  private static final Path PAGE = Path.of("..", "docs", "api-coverage.md");
  private static final Path FRESH = Path.of("target", "api-coverage.md");
  private static final String START =
      """
      # What the API does

      Made from the table in `EffectTable`; a test compares. A member is

      - **effective**: it does what ECS or ELB says;
      - **kept**: it is stored and given back, and changes nothing that runs;
      - **refused**: it would change what runs and cannot yet. In a task definition it is kept, and
        RunTask and StartTask refuse the definition with `ClientException` and the member's path;
        elsewhere the request itself is refused.

      A line stands for the member with all that is in it. What asks for nothing (false, an empty
      list) is never refused. `logConfiguration` is kept and not followed: every container writes to
      the engine's `json-file`. `cpu` and `memory` of a task are what placement counts, and the limit
      of each of its containers, in place of a `memory` that the container does not have itself; there
      is no group of processes for the whole task, so several containers together may use more than
      one limit. Operations of ECS that are not here are answered with
      `UnknownOperationException`, those of ELB with `InvalidAction`. A member of a request to ELB
      that is refused is answered with `InvalidConfigurationRequest`. Of the attributes of load
      balancers `idle_timeout.timeout_seconds`, `client_keep_alive.seconds` and
      `deletion_protection.enabled` can be set, of those of target groups
      `deregistration_delay.timeout_seconds`; every other one takes its usual value alone.
      """;

  static Set<String> operations() {
    return EffectTable.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyMemberOfTheModelHasAnEffect(String operation) throws ReflectiveOperationException {
    Map<String, Row> rows = EffectTable.of(operation);
    Set<String> met = new TreeSet<>();
    List<String> missing = new ArrayList<>();
    walk((SdkPojo) request(operation).getMethod("builder").invoke(null), "", rows, met, missing);

    assertEquals(List.of(), missing, "members without a line");
    assertEquals(new TreeSet<>(rows.keySet()), met, "lines without a member");
  }

  private static Class<?> request(String operation) throws ClassNotFoundException {
    try {
      return Class.forName(EcsRequest.class.getPackageName() + "." + operation + "Request");
    } catch (ClassNotFoundException _) {
      return Class.forName(
          ElasticLoadBalancingV2Request.class.getPackageName() + "." + operation + "Request");
    }
  }

  private static void walk(
      SdkPojo shape, String path, Map<String, Row> rows, Set<String> met, List<String> missing) {
    for (SdkField<?> field : shape.sdkFields()) {
      String member = path + field.locationName();
      if (rows.containsKey(member)) {
        met.add(member);
        continue;
      }
      SdkField<?> inner = field;
      String below = member + ".";
      if (field.marshallingType().getKnownType() == MarshallingKnownType.LIST) {
        inner = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        below = member + "[].";
      }
      if (inner.marshallingType().getKnownType() == MarshallingKnownType.SDK_POJO) {
        walk(inner.constructor().get(), below, rows, met, missing);
      } else {
        missing.add(member);
      }
    }
  }

  @Test
  void thePageForPeopleIsFresh() throws IOException {
    StringBuilder text = new StringBuilder(START);
    EffectTable.all().forEach((operation, rows) -> append(text, operation, rows));
    Files.createDirectories(FRESH.getParent());
    Files.writeString(FRESH, text);

    assertTrue(Files.exists(PAGE), "copy scheduler/target/api-coverage.md to docs");
    assertEquals(
        text.toString(),
        Files.readString(PAGE, UTF_8),
        "docs/api-coverage.md is stale: copy scheduler/target/api-coverage.md over it");
  }

  private static void append(StringBuilder text, String operation, Map<String, Row> rows) {
    text.append("\n## ").append(operation).append("\n\n| member | effect |\n|---|---|\n");
    rows.forEach((member, row) ->
        text.append("| `").append(member).append("` | ").append(effect(row)).append(" |\n"));
  }

  private static String effect(Row row) {
    String effect =
        switch (row.effect()) {
          case Effect.EFFECTIVE -> "effective";
          case Effect.KEPT -> "kept";
          case Effect.REFUSED -> "**refused**";
        };
    return row.only().isEmpty()
        ? effect
        : effect + " with " + String.join(", ", row.only()) + ", other values **refused**";
  }
}
