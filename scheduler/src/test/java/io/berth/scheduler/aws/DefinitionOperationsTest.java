package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.DefinitionOperations;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Tag;

/** The life of revisions as clients see it. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class DefinitionOperationsTest {
  private static final String START = "arn:aws:ecs:us-east-1:000000000000:task-definition/";
  private static final Caller CALLER =
      new Caller("000000000000", "us-east-1", new AccessKeyId("AKIA"), "request");

  private final InlineStore store = new InlineStore(new MemoryJournal());
  private final DefinitionOperations operations =
      new DefinitionOperations(
          store,
          new DefinitionCommands(store, InstantSource.fixed(Samples.NOON)),
          new JsonDocuments(new JsonCodec(new UnknownMembers(new SilentLogger()))));

  @BeforeEach
  void start() throws StorageException {
    store.start();
  }

  @AfterEach
  void theStateIsSound() {
    StateInvariants.check(store.snapshot());
  }

  private <O> O call(Class<O> type, SdkPojo request) {
    Operation<?, ?> operation =
        operations.all().stream()
            .filter(one -> type.equals(one.responseType()))
            .findFirst()
            .orElseThrow();
    return type.cast(((Operation<SdkPojo, ?>) operation).answer(CALLER, request));
  }

  private RegisterTaskDefinitionResponse register(String family, Tag... tags) {
    return call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family(family)
            .tags(tags)
            .containerDefinitions(one -> one.name("app").image("busybox").memory(64))
            .build());
  }

  private DescribeTaskDefinitionResponse describe(String name) {
    return call(
        DescribeTaskDefinitionResponse.class,
        DescribeTaskDefinitionRequest.builder()
            .taskDefinition(name)
            .includeWithStrings("TAGS")
            .build());
  }

  private void deregister(String name) {
    call(
        DeregisterTaskDefinitionResponse.class,
        DeregisterTaskDefinitionRequest.builder().taskDefinition(name).build());
  }

  private DeleteTaskDefinitionsResponse delete(String... names) {
    return call(
        DeleteTaskDefinitionsResponse.class,
        DeleteTaskDefinitionsRequest.builder().taskDefinitions(names).build());
  }

  private ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest.Builder request) {
    return call(ListTaskDefinitionsResponse.class, request.build());
  }

  private static ListTaskDefinitionsRequest.Builder listing() {
    return ListTaskDefinitionsRequest.builder();
  }

  @Test
  void eachRegistrationIsARevision() {
    Tag tag = Tag.builder().key("a").value("b").build();
    register("web");
    RegisterTaskDefinitionResponse second = register("web", tag);

    assertEquals(START + "web:2", second.taskDefinition().taskDefinitionArn());
    assertEquals(2, second.taskDefinition().revision());
    assertEquals("ACTIVE", second.taskDefinition().statusAsString());
    assertEquals(Samples.NOON, second.taskDefinition().registeredAt());
    assertEquals("arn:aws:iam::000000000000:user/AKIA", second.taskDefinition().registeredBy());
    assertEquals(List.of(tag), second.tags());
    assertEquals(second.taskDefinition(), describe("web").taskDefinition());
    assertEquals(second.taskDefinition(), describe(START + "web:2").taskDefinition());
    assertEquals(List.of(tag), describe("web:2").tags());
  }

  @Test
  void theFamilyAloneMeansItsNewestActiveRevision() {
    register("web");
    register("web");
    deregister("web:2");
    deregister("web:2");

    assertEquals(1, describe("web").taskDefinition().revision());
    assertEquals("INACTIVE", describe("web:2").taskDefinition().statusAsString());
    assertEquals(Samples.NOON, describe("web:2").taskDefinition().deregisteredAt());
    assertEquals(3, register("web").taskDefinition().revision());
  }

  @Test
  void onlyInactiveRevisionsAreDeletedAndNumbersAreNeverUsedAgain() {
    register("web");
    assertTrue(delete("web:1").failures().getFirst().reason().contains("ACTIVE status"));
    deregister("web:1");

    assertEquals(
        "DELETE_IN_PROGRESS",
        delete("web:1", "web:1").taskDefinitions().getFirst().statusAsString());
    assertThrows(ApiError.class, () -> describe("web:1"));
    assertEquals(START + "web:1", delete("web:1").failures().getFirst().arn());
    assertEquals(2, register("web").taskDefinition().revision());
  }

  @Test
  void aRevisionThatTasksReferToStaysUntilTheyAreGone() {
    register("web");
    Task task = Samples.task(1);
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TASKS, task);
          return task;
        });
    deregister("web:1");
    delete("web:1");

    assertEquals("DELETE_IN_PROGRESS", describe("web:1").taskDefinition().statusAsString());
    assertEquals(
        List.of(START + "web:1"),
        list(listing().status("DELETE_IN_PROGRESS")).taskDefinitionArns());
  }

  @Test
  void listsAreInOrderAndInPages() {
    Stream.of("b", "a", "ab").forEach(this::register);
    for (int more = 0; more < 10; more++) {
      register("a");
    }
    deregister("a:3");

    List<String> all = new ArrayList<>();
    String token = null;
    do {
      ListTaskDefinitionsResponse page = list(listing().maxResults(4).nextToken(token));
      all.addAll(page.taskDefinitionArns());
      token = page.nextToken();
    } while (token != null);

    assertEquals(12, all.size());
    assertEquals(START + "a:11", all.get(9));
    assertEquals(all.reversed(), list(listing().sort("DESC")).taskDefinitionArns());
    assertEquals(10, list(listing().familyPrefix("a")).taskDefinitionArns().size());
    assertFalse(list(listing().familyPrefix("none at all")).taskDefinitionArns().contains("a"));
    assertEquals(List.of(START + "a:3"), list(listing().status("INACTIVE")).taskDefinitionArns());
    assertNull(list(listing()).nextToken());
  }

  @Test
  void familiesAreListedByPrefixAndStatus() {
    Stream.of("b", "a", "ab").forEach(this::register);
    deregister("a:1");

    assertEquals(List.of("a", "ab", "b"), families("", "ALL"));
    assertEquals(List.of("a", "ab"), families("a", "ALL"));
    assertEquals(List.of("ab", "b"), families("", "ACTIVE"));
    assertEquals(List.of("a"), families("a", "INACTIVE"));
  }

  private List<String> families(String prefix, String status) {
    return call(
            ListTaskDefinitionFamiliesResponse.class,
            ListTaskDefinitionFamiliesRequest.builder().familyPrefix(prefix).status(status).build())
        .families();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        row("ClientException", test -> test.describe("ghost")),
        row("ClientException", test -> test.describe("ghost:1")),
        row("InvalidParameterException", test -> test.describe("")),
        row("ClientException", test -> test.deregister("ghost")),
        row("ClientException", test -> test.deregister("ghost:1")),
        row("ClientException", test -> test.delete("web")),
        row("InvalidParameterException", test -> test.delete()),
        row("InvalidParameterException", test -> test.list(listing().sort("UP"))),
        row("InvalidParameterException", test -> test.list(listing().status("GONE"))),
        row("InvalidParameterException", test -> test.list(listing().nextToken("x"))),
        row("InvalidParameterException", test -> test.list(listing().maxResults(0))),
        row("ClientException", test -> test.registerLabels("a", 66)),
        // Fewer letters than the limit has bytes, but two bytes each.
        row("ClientException", test -> test.registerLabels("ä", 40)));
  }

  private static Arguments row(String code, Consumer<DefinitionOperationsTest> call) {
    return Arguments.of(code, call);
  }

  private void registerLabels(String letter, int thousands) {
    Map<String, String> labels = new HashMap<>();
    for (int label = 0; label < thousands; label++) {
      labels.put("label" + label, letter.repeat(1_000));
    }
    call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("huge")
            .containerDefinitions(
                one -> one.name("app").image("busybox").memory(64).dockerLabels(labels))
            .build());
  }

  @Test
  void aDefinitionOfAlmostSixtyFourKibibytesIsKept() {
    registerLabels("a", 64);
    registerLabels("ä", 32);

    assertEquals(
        2, list(listing().familyPrefix("huge")).taskDefinitionArns().size(), "both are kept");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeDoneIsRefused(String code, Consumer<DefinitionOperationsTest> call) {
    ApiError refusal = assertThrows(ApiError.class, () -> call.accept(this));

    assertEquals(code, refusal.code());
    assertEquals(0, store.snapshot().count(Tables.DEFINITIONS));
  }
}
