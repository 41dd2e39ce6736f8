package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.control.ChangeKind;
import io.berth.proto.control.ExplainRequest;
import io.berth.proto.control.ExplainResponse;
import io.berth.proto.control.ExplainedHost;
import io.berth.proto.control.ExplainedReason;
import io.berth.proto.control.Holding;
import io.berth.proto.control.ReasonKind;
import io.berth.proto.control.Suggestion;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** What the Explain method tells of requests, services and tasks, as clients read it. */
class ExplainOperationsTest {
  private static final String PARAMETER = "InvalidParameterException";

  private final ApiWorld world = new ApiWorld();

  @BeforeEach
  void definitions() {
    define("small", "\"memory\": 100");
    define("big", "\"memory\": 600, \"cpu\": 10");
    define(
        "port", "\"memory\": 100, \"portMappings\": [{\"containerPort\": 80, \"hostPort\": 80}]");
  }

  private void define(String family, String members) {
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "%s", "containerDefinitions": [{"name": "a", "image": "i", %s}]}
        """
            .formatted(family, members));
  }

  private List<Task> run(String members) {
    return ((RunTaskResponse) world.json("RunTask", "{" + members + "}")).tasks();
  }

  private ExplainResponse explain(String members) {
    return world.explain(ExplainRequest.newBuilder().setRunTask("{" + members + "}"));
  }

  private static ExplainedReason reason(ExplainedHost host) {
    assertEquals(1, host.getReasonsCount(), host::toString);
    return host.getReasons(0);
  }

  private static List<String> suggested(ExplainResponse answer) {
    return answer.getSuggestionsList().stream()
        .map(Suggestion::getChangesList)
        .map(changes -> String.join(" + ", changes.stream().map(one -> one.getSentence()).toList()))
        .toList();
  }

  // ------------------------------------------------------------------------------ requests

  @Test
  void requestThatFitsSaysHowManyTasksEachHostTakes() {
    world.join(1, new Resources(1_024, 1_000, 10, 0));
    world.join(2, new Resources(1_024, 250, 10, 0));

    ExplainResponse answer = explain("\"taskDefinition\": \"small\", \"count\": 2");

    assertEquals(2, answer.getHostCount());
    assertEquals(2, answer.getFittingHosts());
    assertEquals(12, answer.getRoom());
    assertEquals(
        List.of(10, 2), answer.getHostsList().stream().map(ExplainedHost::getRoom).toList());
    assertEquals(0, answer.getSuggestionsCount());
    assertEquals("0 cpu units, 100 MiB", answer.getAsked().getSentence());
    assertEquals("small:1", answer.getAsked().getTaskDefinition());
    assertEquals("family:small", answer.getAsked().getTaskGroup());
  }

  @Test
  void fullHostTellsWhoHasTheRest() {
    world.join(1, new Resources(1_024, 1_000, 10, 0));
    List<Task> tasks = run("\"taskDefinition\": \"small\", \"count\": 7");

    ExplainResponse answer = explain("\"taskDefinition\": \"big\"");

    ExplainedReason reason = reason(answer.getHosts(0));
    assertEquals(ReasonKind.REASON_KIND_MEMORY, reason.getKind());
    assertEquals("RESOURCE:MEMORY", reason.getEcsReason());
    assertEquals("not enough memory: asked 600 MiB, free 300 MiB", reason.getSentence());
    assertEquals(List.of(600L, 300L, 1_000L), amounts(reason));
    Holding holding = reason.getHolding();
    assertEquals(7, holding.getTaskCount());
    assertEquals(700, holding.getAmount());
    assertEquals(5, holding.getTasksCount());
    assertEquals("family:small", holding.getGroups(0).getTaskGroup());
    assertEquals(7, holding.getGroups(0).getTaskCount());
    assertTrue(
        tasks.stream().anyMatch(task -> task.taskArn().endsWith(holding.getTasks(0).getTaskId())));
    assertEquals("ask for 300 MiB instead of 600", suggested(answer).getFirst());
    assertEquals(
        List.of(ChangeKind.CHANGE_KIND_LESS_MEMORY, ChangeKind.CHANGE_KIND_STOP_TASKS),
        answer.getSuggestionsList().stream().map(one -> one.getChanges(0).getKind()).toList());
    assertEquals(3, answer.getSuggestions(1).getChanges(0).getTaskIdsCount());
    assertFalse(answer.getGaveUp());
  }

  private static List<Long> amounts(ExplainedReason reason) {
    return List.of(reason.getAsked(), reason.getFree(), reason.getRegistered());
  }

  @Test
  void sameReasonOfSeveralHostsIsToldOnceWithItsRange() {
    world.join(1, new Resources(1_024, 300, 10, 0));
    world.join(2, new Resources(1_024, 128, 10, 0));
    world.join(3, new Resources(5, 200, 10, 0));

    ExplainResponse answer = explain("\"taskDefinition\": \"big\"");

    assertEquals(
        List.of(
            "3 2 not enough memory: asked 600 MiB, free 128 to 300 MiB",
            "1 0 not enough cpu: asked 10 units, free 5"),
        answer.getGroupsList().stream()
            .map(group ->
                group.getHostCount()
                    + " "
                    + group.getAlone()
                    + " "
                    + group.getReason().getSentence())
            .toList());
    assertEquals(
        List.of(
            "ask for 300 MiB instead of 600",
            "ask for 5 cpu units instead of 10 + ask for 200 MiB instead of 600"),
        suggested(answer));
  }

  @Test
  void drainingHostIsTold() {
    Host host = world.join(1, new Resources(1_024, 1_000, 10, 0));
    drain(host);

    ExplainResponse answer = explain("\"taskDefinition\": \"small\"");

    assertEquals(ReasonKind.REASON_KIND_DRAINING, reason(answer.getHosts(0)).getKind());
    assertEquals("", reason(answer.getHosts(0)).getEcsReason());
    assertEquals(List.of("make it active again: it is draining"), suggested(answer));
  }

  private void drain(Host host) {
    world.json(
        "UpdateContainerInstancesState",
        "{\"containerInstances\": [\"" + host.id().text() + "\"], \"status\": \"DRAINING\"}");
  }

  @Test
  void constraintsTellWhatTheHostHas() {
    Host rack = world.join(1, new Resources(1_024, 1_000, 10, 0));
    world.json(
        "PutAttributes",
        """
        {"attributes": [{"name": "rack", "value": "1", "targetType": "container-instance",
                         "targetId": "%s"}]}
        """
            .formatted(rack.id().text()));
    Task there = run("\"taskDefinition\": \"small\"").getFirst();

    ExplainResponse answer =
        explain(
            """
            "taskDefinition": "small", "placementConstraints": [
              {"type": "memberOf", "expression": "attribute:rack == 2 and runningTasksCount < 9"},
              {"type": "distinctInstance"}]
            """);

    ExplainedHost host = answer.getHosts(0);
    assertEquals(ReasonKind.REASON_KIND_MEMBER_OF, host.getReasons(0).getKind());
    assertEquals(
        List.of("attribute:rack=1", "runningTasksCount=0"),
        host.getReasons(0).getReadList().stream()
            .map(read -> read.getSubject() + "=" + read.getValue())
            .toList());
    assertEquals(ReasonKind.REASON_KIND_DISTINCT_INSTANCE, host.getReasons(1).getKind());
    assertTrue(there.taskArn().endsWith(host.getReasons(1).getHolding().getTasks(0).getTaskId()));
    assertTrue(
        suggested(answer)
            .contains("leave out the constraint distinctInstance + put the attribute rack=2 on it"),
        () -> suggested(answer).toString());
  }

  @Test
  void portTellsItsTaskOrThatTheHostKeepsIt() {
    world.join(1, new Resources(1_024, 1_000, 10, 0));
    Task task = run("\"taskDefinition\": \"port\"").getFirst();
    HostPort kept = new HostPort(HostPort.Protocol.TCP, 80);
    world.join(2, Samples.facts(2, new Resources(1_024, 1_000, 10, 0), List.of(kept), List.of()));

    ExplainResponse answer = explain("\"taskDefinition\": \"port\"");

    ExplainedReason taken = reason(answer.getHosts(0));
    assertEquals("port 80/tcp is in use", taken.getSentence());
    assertEquals("80/tcp", taken.getPort());
    assertTrue(task.taskArn().endsWith(taken.getHolding().getTasks(0).getTaskId()));
    assertFalse(reason(answer.getHosts(1)).hasHolding());
    assertEquals(
        List.of(
            "let the agent pick a port instead of 80/tcp (hostPort 0)",
            "stop the task " + taken.getHolding().getTasks(0).getTaskId() + " there"),
        suggested(answer));
    assertEquals(2, answer.getSuggestions(0).getHostCount());
  }

  @Test
  void clusterWithoutHostsHasNoneToTellOf() {
    ExplainResponse answer = explain("\"taskDefinition\": \"small\"");

    assertEquals(0, answer.getHostCount());
    assertEquals(0, answer.getSuggestionsCount());
    assertFalse(answer.getGaveUp());
  }

  @Test
  void hostsComeInPagesAndSuggestionsOnTheFirst() {
    for (int number = 1; number <= 5; number++) {
      world.join(number, new Resources(1_024, 50, 10, 0));
    }
    ExplainRequest.Builder request =
        ExplainRequest.newBuilder().setRunTask("{\"taskDefinition\": \"small\"}").setMaxResults(2);
    List<String> hosts = new ArrayList<>();
    List<Integer> suggestions = new ArrayList<>();
    do {
      ExplainResponse page = world.explain(request);
      page.getHostsList().forEach(host -> hosts.add(host.getName()));
      suggestions.add(page.getSuggestionsCount());
      assertEquals(5, page.getHostCount());
      request.setNextToken(page.getNextToken());
    } while (!request.getNextToken().isEmpty());

    assertEquals(List.of("host-1", "host-2", "host-3", "host-4", "host-5"), hosts);
    assertEquals(List.of(1, 0, 0), suggestions);
  }

  // ------------------------------------------------------------------------------ services, tasks

  @Test
  void serviceTellsWhatAFurtherTaskMeetsAndWhyItWaits() {
    Host host = world.join(1, new Resources(1_024, 1_000, 10, 0));
    world.json(
        "CreateService",
        "{\"serviceName\": \"web\", \"taskDefinition\": \"big\", \"desiredCount\": 2}");
    world.turn();

    ExplainResponse answer = world.explain(ExplainRequest.newBuilder().setService("web"));

    assertEquals("web", answer.getExplainedService().getName());
    assertEquals(2, answer.getExplainedService().getDesiredCount());
    assertEquals(1, answer.getExplainedService().getPendingCount());
    assertEquals(1, answer.getExplainedService().getStartsNow());
    assertTrue(
        answer.getExplainedService().getComplaint().contains(host.id().text()), answer::toString);
    ExplainedReason reason = reason(answer.getHosts(0));
    assertEquals(ReasonKind.REASON_KIND_MEMORY, reason.getKind());
    assertEquals("service:web", reason.getHolding().getTasks(0).getTaskGroup());
    assertEquals("service:web", answer.getAsked().getTaskGroup());
  }

  @Test
  void taskCountsAsIfItWereNotWhereItIs() {
    Host home = world.join(1, new Resources(1_024, 700, 10, 0));
    Task task = run("\"taskDefinition\": \"big\"").getFirst();
    world.join(2, new Resources(1_024, 500, 10, 0));

    ExplainResponse answer = world.explain(ExplainRequest.newBuilder().setTask(task.taskArn()));

    assertEquals(home.id().text(), answer.getHostOfTask());
    assertEquals(
        List.of(1, 0), answer.getHostsList().stream().map(ExplainedHost::getRoom).toList());
    drain(home);
    assertEquals(
        0, world.explain(ExplainRequest.newBuilder().setTask(task.taskArn())).getFittingHosts());
  }

  // ------------------------------------------------------------------------------ bad input

  static Stream<Arguments> mistakes() {
    String id = "0123456789abcdef0123456789abcdef";
    String web = "{\"taskDefinition\": \"small\"}";
    return Stream.of(
        Arguments.of(PARAMETER, ExplainRequest.newBuilder()),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setRunTask(web).setTask(id)),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setService("web").setTask(id)),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setRunTask(web).setCluster("default")),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setTask(id)),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setTask("x y")),
        Arguments.of("ServiceNotFoundException", ExplainRequest.newBuilder().setService("nowhere")),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setService("x".repeat(60_000))),
        Arguments.of(
            "ClusterNotFoundException",
            ExplainRequest.newBuilder().setService("web").setCluster("nowhere")),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setRunTask(web).setMaxResults(0)),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setRunTask(web).setMaxResults(101)),
        Arguments.of(PARAMETER, ExplainRequest.newBuilder().setRunTask(web).setNextToken("mine")),
        Arguments.of(
            "SerializationException", ExplainRequest.newBuilder().setRunTask("x".repeat(60_000))),
        Arguments.of(
            "SerializationException", ExplainRequest.newBuilder().setRunTask("[".repeat(60_000))));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsRefusedAndChangesNothing(String code, ExplainRequest.Builder request) {
    var before = world.rows();

    ApiError refusal = assertThrows(ApiError.class, () -> world.explain(request));

    assertEquals(code, refusal.code(), refusal.sentence());
    assertTrue(refusal.sentence().length() < 1_000, refusal::sentence);
    assertEquals(before, world.rows());
  }

  @ParameterizedTest
  @MethodSource({
    "io.berth.scheduler.api.BadInputTest#runs",
    "io.berth.scheduler.api.BadInputTest#overrides"
  })
  void whatRunTaskRefusesIsRefusedAlike(BadInputTest.Row row) {
    ApiError expected = assertThrows(ApiError.class, () -> world.json("RunTask", row.body()));
    ApiError refusal =
        assertThrows(
            ApiError.class,
            () -> world.explain(ExplainRequest.newBuilder().setRunTask(row.body())));

    assertEquals(expected.code(), refusal.code());
    assertEquals(expected.sentence(), refusal.sentence());
  }

  @Test
  void definitionThatMayNotRunIsRefusedAlike() {
    world.json("DeregisterTaskDefinition", "{\"taskDefinition\": \"small:1\"}");
    String body = "{\"taskDefinition\": \"small:1\"}";

    ApiError expected = assertThrows(ApiError.class, () -> world.json("RunTask", body));
    ApiError refusal =
        assertThrows(
            ApiError.class, () -> world.explain(ExplainRequest.newBuilder().setRunTask(body)));

    assertEquals(expected.sentence(), refusal.sentence());
  }

  @Test
  void serviceThatIsDeletedHasNoFurtherTasks() {
    world.json(
        "CreateService",
        "{\"serviceName\": \"web\", \"taskDefinition\": \"small\", \"desiredCount\": 0}");
    world.json("DeleteService", "{\"service\": \"web\"}");

    ApiError refusal =
        assertThrows(
            ApiError.class, () -> world.explain(ExplainRequest.newBuilder().setService("web")));

    assertEquals("ServiceNotActiveException", refusal.code());
  }

  @Test
  void nothingIsDoneByAsking() {
    world.join(1, new Resources(1_024, 50, 10, 0));
    var before = world.rows();

    explain("\"taskDefinition\": \"small\", \"clientToken\": \"mine\"");

    assertEquals(before, world.rows());
  }
}
