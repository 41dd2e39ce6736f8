package io.berth.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.EcsUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Where tasks go on three hosts, and that they are reached there. */
@Tag("e2e")
@Timeout(300)
class PlacementOnHostsTest {
  private static final int HOSTS = 3;
  private static final int TASKS = 6;
  private static final Pattern SENDER = Pattern.compile("^task=([0-9a-f]{12}) ");
  private static final Duration CALL = Duration.ofSeconds(10);

  @SuppressWarnings("NullAway.Init")
  private static Hosts hosts;

  @BeforeAll
  static void open() throws Exception {
    hosts = Hosts.of(HOSTS);
  }

  @AfterAll
  static void close() throws IOException {
    hosts.close();
  }

  @Test
  void spreadByInstanceIdPutsTheSameNumberOnEach() throws Exception {
    List<Task> tasks =
        run(
            hosts.user().define("spread", EcsUser.echo("main", "sleep")),
            PlacementStrategyType.SPREAD,
            "instanceId");

    assertEquals(List.of(2, 2, 2), counts(tasks), hosts.stack()::dump);
    assertRunAndEnd(tasks);
  }

  @Test
  void binpackByMemoryFillsOneHostFirst() throws Exception {
    List<Task> tasks = run(defineLarge(), PlacementStrategyType.BINPACK, "memory");

    assertEquals(List.of(0, 2, 4), counts(tasks), hosts.stack()::dump);
    assertRunAndEnd(tasks);
  }

  @Test
  void aServiceThatIsSpreadByInstanceIdHasTheSameNumberOnEach() throws Exception {
    String definition = hosts.user().define("spread", EcsUser.echo("main", "sleep"));

    assertServes(definition, PlacementStrategyType.SPREAD, "instanceId", List.of(2, 2, 2));
  }

  @Test
  void aServiceThatIsPackedByMemoryFillsOneHostFirst() throws Exception {
    assertServes(defineLarge(), PlacementStrategyType.BINPACK, "memory", List.of(0, 2, 4));
  }

  /** A quarter of a host each, so that the sixth cannot be where the first is. */
  private static String defineLarge() {
    int quarter =
        hosts.user().hosts().stream().mapToInt(PlacementOnHostsTest::memory).min().orElseThrow()
            / 4;
    ContainerDefinition container =
        EcsUser.echo("main", "sleep").copy(one -> one.memory(quarter).memoryReservation(null));
    return hosts.user().define("binpack", container);
  }

  /** So many tasks of a service run on each host, the fewest first. */
  private static void assertServes(
      String definition, PlacementStrategyType type, String field, List<Integer> counts)
      throws Exception {
    EcsClient ecs = hosts.user().client();
    var _ =
        ecs.createService(request ->
            request
                .serviceName(field)
                .taskDefinition(definition)
                .desiredCount(TASKS)
                .placementStrategy(PlacementStrategy.builder().type(type).field(field).build()));
    hosts
        .stack()
        .await()
        .until(field + " has all its tasks", () -> told(field).runningCount() == TASKS);
    List<String> arns = ecs.listTasks(request -> request.serviceName(field)).taskArns();
    List<Task> tasks = ecs.describeTasks(request -> request.tasks(arns)).tasks();

    assertEquals(counts, counts(tasks), hosts.stack()::dump);
    var _ = ecs.deleteService(request -> request.service(field).force(true));
    hosts.stack().await().until(field + " is gone", () -> told(field).status().equals("INACTIVE"));
  }

  private static Service told(String service) {
    return hosts
        .user()
        .client()
        .describeServices(request -> request.services(service))
        .services()
        .getFirst();
  }

  /** By the command of the operator: from its words to what the agents have told, and back. */
  @Test
  void whatFindsNoPlaceIsExplainedHostByHost() {
    int most =
        hosts.user().hosts().stream().mapToInt(PlacementOnHostsTest::memory).max().orElseThrow();
    ContainerDefinition container =
        EcsUser.echo("main", "sleep").copy(one -> one.memory(most + 1).memoryReservation(null));
    String definition = hosts.user().define("huge", container);

    String told = explain("--task-definition", definition, "--hosts");

    assertTrue(told.contains("none of the 3 hosts takes one"), told);
    assertTrue(
        told.matches("(?s).*3 +3 +not enough memory: asked " + (most + 1) + " MiB, free .*"), told);
    assertTrue(told.contains("ask for " + most + " MiB instead of " + (most + 1)), told);
    for (ContainerInstance host : hosts.user().hosts()) {
      String arn = host.containerInstanceArn();
      String id = arn.substring(arn.lastIndexOf('/') + 1);
      assertTrue(told.matches("(?s).*\n" + id + " .*not enough memory.*"), told);
    }
    assertTrue(
        explain("--task-definition", definition, "--json").startsWith("{\"asked\":{\"cluster\":"),
        told);
    String fits = explain("--task-definition", defineLarge(), "--count", "2");
    assertTrue(fits.contains("3 of 3 hosts take "), fits);
  }

  private static String explain(String... words) {
    var answer =
        hosts
            .stack()
            .schedulerProcess()
            .berth(Stream.concat(Stream.of("explain"), Stream.of(words)).toArray(String[]::new));
    assertEquals(0, answer.exitCode(), answer::err);
    return answer.out();
  }

  @Test
  void aDynamicPortAnswersAtTheAddressOfItsHost() throws Exception {
    ContainerDefinition serving =
        EcsUser.echo("main", "serve")
            .copy(one ->
                one.portMappings(PortMapping.builder().containerPort(8080).hostPort(0).build()));
    List<Task> tasks =
        run(hosts.user().define("serving", serving), PlacementStrategyType.SPREAD, "instanceId");
    List<Task> running = assertRun(tasks);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(CALL).build()) {
      for (Task task : running) {
        NetworkBinding binding = task.containers().getFirst().networkBindings().getFirst();
        String address = hosts.named(task.containerInstanceArn()).address();
        assertEquals(address, binding.bindIP());
        String answer = awaitAnswer(http, address, binding.hostPort());
        // A container's host name is what its id begins with.
        assertTrue(
            task.containers().getFirst().runtimeId().startsWith(sender(answer)),
            () -> answer + hosts.stack().dump());
      }
    }
    end(running);
  }

  /** Whoever runs may not listen yet. */
  private static String awaitAnswer(HttpClient http, String address, int port) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/"))
            .timeout(CALL)
            .build();
    return hosts
        .stack()
        .await()
        .found(
            "an answer from " + ask.uri(),
            () -> {
              try {
                return Stream.of(http.send(ask, HttpResponse.BodyHandlers.ofString()).body())
                    .findFirst();
              } catch (IOException _) {
                return Stream.<String>empty().findFirst();
              }
            });
  }

  private static int memory(ContainerInstance host) {
    return host.remainingResources().stream()
        .filter(one -> one.name().equals("MEMORY"))
        .findFirst()
        .orElseThrow()
        .integerValue();
  }

  private static List<Task> run(String definition, PlacementStrategyType type, String field) {
    RunTaskResponse answer =
        hosts
            .user()
            .client()
            .runTask(request ->
                request
                    .taskDefinition(definition)
                    .count(TASKS)
                    .placementStrategy(
                        PlacementStrategy.builder().type(type).field(field).build()));
    assertEquals(List.of(), answer.failures());
    assertEquals(TASKS, answer.tasks().size());
    return answer.tasks();
  }

  /** How many of them each host has, the fewest first. */
  private static List<Integer> counts(List<Task> tasks) {
    return hosts.all().stream()
        .map(host ->
            Collections.frequency(
                tasks.stream().map(task -> hosts.named(task.containerInstanceArn())).toList(),
                host))
        .sorted()
        .toList();
  }

  private static void assertRunAndEnd(List<Task> tasks) throws Exception {
    end(assertRun(tasks));
  }

  private static List<Task> assertRun(List<Task> tasks) throws Exception {
    for (Task task : tasks) {
      Task _ = hosts.user().awaitStatus(task.taskArn(), "RUNNING");
    }
    return tasks.stream().map(task -> hosts.user().task(task.taskArn())).toList();
  }

  /** So that the next test finds all hosts as free as this one did. */
  private static void end(List<Task> tasks) throws Exception {
    for (Task task : tasks) {
      hosts.user().stop(task.taskArn());
    }
    for (Task task : tasks) {
      Task _ = hosts.user().awaitStatus(task.taskArn(), "STOPPED");
    }
  }

  private static String sender(String answer) {
    Matcher found = SENDER.matcher(answer);
    assertTrue(found.find(), answer);
    return found.group(1);
  }
}
