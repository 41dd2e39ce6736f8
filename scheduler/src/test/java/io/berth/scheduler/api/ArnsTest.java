package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name there and back, and what is no name of ours refused. */
class ArnsTest {
  private static final String START = "arn:aws:ecs:us-east-1:000000000000:";
  private static final String HEX = "0123456789abcdef0123456789abcdef";
  private static final Arns ARNS = new Arns("000000000000", "us-east-1");
  private static final ClusterName SHOP = new ClusterName("shop");

  @Test
  void whatIsWrittenIsReadBack() {
    TaskId task = TaskId.parse(HEX);
    HostId host = HostId.parse(HEX);
    DefinitionId web = new DefinitionId("web", 7);

    assertEquals(new Arns.NamedTask(Optional.of(SHOP), task), ARNS.readAny(ARNS.task(SHOP, task)));
    assertEquals(new Arns.NamedHost(Optional.of(SHOP), host), ARNS.readAny(ARNS.host(SHOP, host)));
    assertEquals(new Arns.NamedCluster(SHOP), ARNS.readAny(ARNS.cluster(SHOP)));
    assertEquals(
        Optional.of(web), ((Arns.NamedDefinition) ARNS.readAny(ARNS.definition(web))).id());
  }

  @Test
  void formsAreThoseOfEcs() {
    TaskId task = TaskId.parse(HEX);

    assertEquals(START + "cluster/shop", ARNS.cluster(SHOP));
    assertEquals(START + "task/shop/" + HEX, ARNS.task(SHOP, task));
    assertEquals(START + "container-instance/shop/" + HEX, ARNS.host(SHOP, HostId.parse(HEX)));
    assertEquals(START + "container/shop/" + HEX + "/x", ARNS.container(SHOP, task, "x"));
    assertEquals(START + "service/shop/web", ARNS.service(SHOP, "web"));
    assertEquals(START + "task-definition/web:7", ARNS.definition(new DefinitionId("web", 7)));
  }

  @Test
  void shortNamesAndOldArnsAreUnderstood() {
    assertEquals(SHOP, ARNS.readCluster("shop"));
    assertEquals(new Arns.NamedTask(Optional.empty(), TaskId.parse(HEX)), ARNS.readTask(HEX));
    assertEquals(
        new Arns.NamedHost(Optional.empty(), HostId.parse(HEX)),
        ARNS.readHost(START + "container-instance/" + HEX));
    assertEquals(new Arns.NamedDefinition("web", OptionalInt.empty()), ARNS.readDefinition("web"));
    assertEquals(new Arns.NamedDefinition("web", OptionalInt.of(3)), ARNS.readDefinition("web:3"));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void noClusterMeansTheDefaultOne(String given) {
    assertEquals(new ClusterName("default"), ARNS.readCluster(given));
  }

  static Stream<Arguments> wrong() {
    Function<String, Object> cluster = ARNS::readCluster;
    Function<String, Object> task = ARNS::readTask;
    Function<String, Object> host = ARNS::readHost;
    Function<String, Object> definition = ARNS::readDefinition;
    Function<String, Object> service = ARNS::readService;
    Function<String, Object> any = ARNS::readAny;
    return Stream.of(
        Arguments.of("a space", cluster, "my cluster"),
        Arguments.of("a long name", cluster, "c".repeat(256)),
        Arguments.of("another kind", cluster, START + "task/shop/" + HEX),
        Arguments.of("another region", cluster, "arn:aws:ecs:eu-west-1:000000000000:cluster/a"),
        Arguments.of("another account", cluster, "arn:aws:ecs:us-east-1:111111111111:cluster/a"),
        Arguments.of("another service", cluster, "arn:aws:ec2:us-east-1:000000000000:cluster/a"),
        Arguments.of("too few parts", cluster, "arn:aws:ecs"),
        Arguments.of("an endless ARN", cluster, START + "cluster/" + ":".repeat(100_000)),
        Arguments.of("no id", task, ""),
        Arguments.of("a short id", task, HEX.substring(1)),
        Arguments.of("upper case", task, HEX.toUpperCase(java.util.Locale.ROOT)),
        Arguments.of("too many slashes", task, START + "task/a/b/" + HEX),
        Arguments.of("no cluster before the slash", task, START + "task//" + HEX),
        Arguments.of("no host", host, null),
        Arguments.of("revision 0", definition, "web:0"),
        Arguments.of("revision 01", definition, "web:01"),
        Arguments.of("a huge revision", definition, "web:9999999999"),
        Arguments.of("a negative revision", definition, "web:-1"),
        Arguments.of("no revision after the colon", definition, "web:"),
        Arguments.of("a short name where an ARN must be", any, "web:1"),
        Arguments.of("a kind without name", any, START + "cluster"),
        Arguments.of("no service", service, null),
        Arguments.of("a service with a slash", service, "shop/web"),
        Arguments.of("a service in no cluster", service, START + "service//web"),
        Arguments.of("a long name of a service", service, "s".repeat(256)),
        Arguments.of("a task set", any, START + "task-set/shop/web/ecs-svc/1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void anythingElseIsRefused(String name, Function<String, Object> reading, String given) {
    ApiError refusal = assertThrows(ApiError.class, () -> reading.apply(given));

    assertEquals("InvalidParameterException", refusal.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\u0000", "ä"})
  void whatIsSaidBackIsHarmless(String given) {
    ApiError refusal = assertThrows(ApiError.class, () -> ARNS.readCluster(given));

    assertEquals("Invalid cluster identifier: " + "?".repeat(given.length()), refusal.sentence());
  }
}
