package io.berth.tests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.EcsUser;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** The tour as a program takes it, with the AWS SDK for Java: its waiters, its pages, its types. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
@org.junit.jupiter.api.Tag("e2e")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkTourTest {
  private static final String TOUR = "tour";

  private TourGround ground;
  private EcsClient ecs;
  private EcsWaiter waiter;

  @BeforeAll
  void open() throws Exception {
    ground = TourGround.open();
    ecs = ground.connection().sdk();
    waiter =
        EcsWaiter.builder()
            .client(ecs)
            .overrideConfiguration(settings ->
                settings
                    .backoffStrategyV2(_ -> Duration.ofMillis(100))
                    .maxAttempts(600)
                    .waitTimeout(Duration.ofSeconds(60)))
            .build();
  }

  @AfterAll
  void close() throws IOException {
    waiter.close();
    ecs.close();
    ground.close();
  }

  @Test
  void theSdkGoesThroughTheWholeTour() throws Exception {
    assertEquals("ACTIVE", ecs.createCluster(it -> it.clusterName(TOUR)).cluster().status());
    ground.join(TOUR);
    String web = webIsServed();
    severalRunAndAreListedInPages();
    tagsComeAndGo(web);
    stoppedTaskTellsWhy(web);
    exitCodeIsTold();
    whatNoHostCanRunFails();
    definitionGoes();
    clusterGoes();
  }

  private String webIsServed() throws Exception {
    ecs.registerTaskDefinition(request ->
        request
            .family("web")
            .containerDefinitions(
                EcsUser.echo("main", "serve")
                    .copy(container -> container.portMappings(port -> port.containerPort(8080)))));
    String arn =
        ecs.runTask(it -> it.cluster(TOUR).taskDefinition("web")).tasks().getFirst().taskArn();
    var running = waiter.waitUntilTasksRunning(it -> it.cluster(TOUR).tasks(arn));

    Task task = running.matched().response().orElseThrow().tasks().getFirst();
    assertEquals("RUNNING", task.lastStatus());
    ground.assertServes(task.containers().getFirst().networkBindings().getFirst().hostPort());
    return arn;
  }

  private void severalRunAndAreListedInPages() {
    List<String> ran =
        ecs
            .runTask(it -> it.cluster(TOUR).taskDefinition("web:1").count(4).startedBy("tour"))
            .tasks()
            .stream()
            .map(Task::taskArn)
            .toList();
    assertEquals(4, ran.size());
    var _ = waiter.waitUntilTasksRunning(it -> it.cluster(TOUR).tasks(ran));

    List<String> listed =
        ecs.listTasksPaginator(it -> it.cluster(TOUR).maxResults(2)).taskArns().stream().toList();
    assertEquals(5, listed.size());
    assertTrue(new HashSet<>(listed).containsAll(ran), listed::toString);
    assertEquals(
        2, ecs.listTasks(it -> it.cluster(TOUR).startedBy("tour").maxResults(2)).taskArns().size());
    ran.forEach(task -> ecs.stopTask(it -> it.cluster(TOUR).task(task)));
    var _ = waiter.waitUntilTasksStopped(it -> it.cluster(TOUR).tasks(ran));
  }

  private void tagsComeAndGo(String task) {
    ecs.tagResource(it ->
        it.resourceArn(task)
            .tags(
                Tag.builder().key("a").value("b").build(),
                Tag.builder().key("c").value("").build()));
    ecs.untagResource(it -> it.resourceArn(task).tagKeys("a", "nothing"));

    assertEquals(
        Map.of("c", ""),
        ecs.listTagsForResource(it -> it.resourceArn(task)).tags().stream()
            .collect(Collectors.toMap(Tag::key, Tag::value)));
  }

  private void stoppedTaskTellsWhy(String arn) {
    ecs.stopTask(it -> it.cluster(TOUR).task(arn).reason("the tour is over"));
    Task task = stopped(arn);

    assertEquals("UserInitiated", task.stopCodeAsString());
    assertEquals("the tour is over", task.stoppedReason());
    assertEquals(143, task.containers().getFirst().exitCode());
  }

  private Task stopped(String arn) {
    return waiter
        .waitUntilTasksStopped(it -> it.cluster(TOUR).tasks(arn))
        .matched()
        .response()
        .orElseThrow()
        .tasks()
        .getFirst();
  }

  private void exitCodeIsTold() {
    ecs.registerTaskDefinition(
        it -> it.family("job").containerDefinitions(EcsUser.echo("main", "exit", "3")));
    String host =
        ecs.listContainerInstances(it -> it.cluster(TOUR)).containerInstanceArns().getFirst();
    Task task =
        stopped(
            ecs.startTask(it -> it.cluster(TOUR).taskDefinition("job").containerInstances(host))
                .tasks()
                .getFirst()
                .taskArn());

    assertEquals("EssentialContainerExited", task.stopCodeAsString());
    assertEquals(3, task.containers().getFirst().exitCode());
  }

  private void whatNoHostCanRunFails() {
    ecs.registerTaskDefinition(it ->
        it.family("large")
            .containerDefinitions(EcsUser.echo("main").copy(one -> one.memory(99_999_999))));
    var answer = ecs.runTask(it -> it.cluster(TOUR).taskDefinition("large").count(2));

    assertEquals(List.of(), answer.tasks());
    assertEquals(
        List.of("RESOURCE:MEMORY", "RESOURCE:MEMORY"),
        answer.failures().stream().map(Failure::reason).toList());
  }

  private void definitionGoes() {
    assertEquals(
        "INACTIVE",
        ecs.deregisterTaskDefinition(it -> it.taskDefinition("job:1"))
            .taskDefinition()
            .statusAsString());
    var deleted = ecs.deleteTaskDefinitions(it -> it.taskDefinitions("job:1", "web:1"));

    assertEquals("DELETE_IN_PROGRESS", deleted.taskDefinitions().getFirst().statusAsString());
    assertTrue(deleted.failures().getFirst().arn().endsWith("/web:1"), deleted::toString);
    assertRefused(
        InvalidParameterException.class,
        () -> ecs.runTask(it -> it.cluster(TOUR).taskDefinition("job:1")));
  }

  private void clusterGoes() {
    assertRefused(
        ClusterContainsContainerInstancesException.class,
        () -> ecs.deleteCluster(it -> it.cluster(TOUR)));
    String host =
        ecs.listContainerInstances(it -> it.cluster(TOUR)).containerInstanceArns().getFirst();
    ecs.deregisterContainerInstance(it -> it.cluster(TOUR).containerInstance(host));

    assertEquals("INACTIVE", ecs.deleteCluster(it -> it.cluster(TOUR)).cluster().status());
    assertRefused(ClusterNotFoundException.class, () -> ecs.listTasks(it -> it.cluster(TOUR)));
  }

  // ------------------------------------------------------------------------------- refusals

  @Test
  void refusalsHaveTheTypesOfTheSdk() {
    ecs.registerTaskDefinition(
        it -> it.family("bounded").containerDefinitions(EcsUser.echo("main")));
    String longName = "n".repeat(10_000);

    assertRefused(ClusterNotFoundException.class, () -> ecs.listTasks(it -> it.cluster("nowhere")));
    assertRefused(ClientException.class, () -> ecs.runTask(it -> it.taskDefinition("nothing")));
    assertRefused(
        ServiceNotFoundException.class, () -> ecs.listTasks(it -> it.serviceName("nothing")));
    for (int count : new int[] {0, 11}) {
      assertRefused(
          InvalidParameterException.class,
          () -> ecs.runTask(it -> it.taskDefinition("bounded").count(count)));
    }
    assertRefused(
        InvalidParameterException.class, () -> ecs.createCluster(it -> it.clusterName(longName)));
    assertRefused(
        ClientException.class,
        () ->
            ecs.registerTaskDefinition(
                it -> it.family(longName).containerDefinitions(EcsUser.echo("main"))));
    assertEquals("UnknownOperationException", code(() -> ecs.listAccountSettings()));
  }

  private static void assertRefused(Class<? extends EcsException> type, Executable call) {
    EcsException refusal = assertThrows(type, call);
    assertEquals(400, refusal.statusCode());
    assertEquals(36, refusal.requestId().length());
  }

  private static String code(Executable call) {
    return assertThrows(EcsException.class, call).awsErrorDetails().errorCode();
  }

  @Test
  void aBodyOfAHundredMegabytesIsRefused() {
    String hundred = "a".repeat(100 << 20);

    assertEquals(
        "RequestEntityTooLargeException",
        code(() -> ecs.createCluster(it -> it.clusterName(hundred))));
  }

  @Test
  void whoHasNoRightKeyIsRefused() {
    try (EcsClient forged = ground.connection().forged().sdk();
        EcsClient unknown = ground.connection().unknown().sdk()) {
      assertEquals("InvalidSignatureException", code(() -> forged.listClusters()));
      assertEquals("UnrecognizedClientException", code(() -> unknown.listClusters()));
    }
  }
}
