package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Tasks through the operations of ECS, from the request to what clients read of them. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class TaskOperationsTest {
  private final ApiWorld world = new ApiWorld();
  private Host host = Samples.host(1, new Resources(1_024, 1_000, 10));

  @BeforeEach
  void aHostAndADefinition() {
    host = world.join(1, new Resources(1_024, 1_000, 10));
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("web")
            .containerDefinitions(
                ContainerDefinition.builder()
                    .name("web")
                    .image("echo:1")
                    .cpu(256)
                    .memory(100)
                    .portMappings(PortMapping.builder().containerPort(80).hostPort(0).build())
                    .build())
            .build());
  }

  @Test
  void taskIsDescribedFromItsOrderToItsEnd() {
    Task task = run(run("web")).getFirst();
    assertEquals("PENDING", task.lastStatus());
    assertEquals("RUNNING", task.desiredStatus());
    assertEquals("family:web", task.group());
    assertEquals("256", task.cpu());
    assertEquals("echo:1", task.containers().getFirst().image());
    assertEquals("web", task.overrides().containerOverrides().getFirst().name());
    assertTrue(task.containerInstanceArn().endsWith("default/" + host.id().text()));

    world.tell(host, task.taskArn(), sighting(Sighting.Phase.RUNNING, 1));
    Task running = described(task.taskArn());
    assertEquals("RUNNING", running.lastStatus());
    assertEquals(20_000, running.containers().getFirst().networkBindings().getFirst().hostPort());
    assertNull(running.containers().getFirst().exitCode());

    Task stopping =
        world
            .call(StopTaskResponse.class, StopTaskRequest.builder().task(task.taskArn()).build())
            .task();
    assertEquals("STOPPED", stopping.desiredStatus());
    assertEquals("RUNNING", stopping.lastStatus());
    assertEquals("Task stopped by user", stopping.stoppedReason());
    world.tell(host, task.taskArn(), sighting(Sighting.Phase.STOPPED, 2));
    Task stopped = described(task.taskArn());
    assertEquals("STOPPED", stopped.lastStatus());
    assertEquals("UserInitiated", stopped.stopCodeAsString());
    assertEquals(Samples.NOON, stopped.stoppedAt());
  }

  @Test
  void overridesAreKeptAndChangeWhatIsTaken() {
    RunTaskRequest request =
        run("web").toBuilder()
            .overrides(
                TaskOverride.builder()
                    .containerOverrides(ContainerOverride.builder().name("web").cpu(1_000).build())
                    .build())
            .build();
    Task task = run(request).getFirst();
    assertEquals("1000", task.cpu());
    assertEquals(1_000, task.overrides().containerOverrides().getFirst().cpu());
    var next = world.call(RunTaskResponse.class, run("web"));
    assertEquals("RESOURCE:CPU", next.failures().getFirst().reason());
  }

  @Test
  void sizeOfTheTaskIsTakenInsteadOfTheSum() {
    TaskOverride half = TaskOverride.builder().cpu("512").memory("0.5 GB").build();
    Task task = run(run("web").toBuilder().overrides(half).build()).getFirst();

    assertEquals("512", task.cpu());
    assertEquals("512", task.memory());
    assertEquals("512", task.overrides().cpu());
    var next = world.call(RunTaskResponse.class, run("web").toBuilder().overrides(half).build());
    assertEquals("RESOURCE:MEMORY", next.failures().getFirst().reason());
    TaskOverride tooSmall = TaskOverride.builder().cpu("128").build();
    world.assertRefused("ClientException", run("web").toBuilder().overrides(tooSmall).build());
  }

  @ParameterizedTest
  @CsvSource({
    "LINUX, X86_64, true",
    "LINUX,, true",
    ", ARM64, false",
    "LINUX, ARM64, false",
    "WINDOWS_SERVER_2022_CORE, X86_64, false"
  })
  void platformOfTheTaskMustBeThatOfTheHost(String system, String cpu, boolean fits) {
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("only")
            .runtimePlatform(it -> it.operatingSystemFamily(system).cpuArchitecture(cpu))
            .containerDefinitions(it -> it.name("a").image("i").memory(6))
            .build());
    var answer = world.call(RunTaskResponse.class, run("only"));

    assertEquals(fits ? 1 : 0, answer.tasks().size());
    assertEquals(
        fits ? List.of() : List.of("ATTRIBUTE"),
        answer.failures().stream().map(Failure::reason).toList());
  }

  @Test
  void hostsHaveTheAttributesThatDefinitionsRequire() {
    Set<Attribute> required =
        Set.copyOf(
            world
                .call(
                    RegisterTaskDefinitionResponse.class,
                    RegisterTaskDefinitionRequest.builder()
                        .family("all")
                        .cpu("256")
                        .runtimePlatform(
                            it -> it.operatingSystemFamily("LINUX").cpuArchitecture("X86_64"))
                        .volumes(it -> it.name("v").dockerVolumeConfiguration(_ -> {}))
                        .containerDefinitions(
                            it -> it.name("b").image("i").memory(6),
                            it ->
                                it.name("a")
                                    .image("i")
                                    .memory(6)
                                    .privileged(true)
                                    .restartPolicy(policy -> policy.enabled(true))
                                    .healthCheck(check -> check.command("CMD", "true"))
                                    .dependsOn(on -> on.containerName("b").condition("START")))
                        .build())
                .taskDefinition()
                .requiresAttributes());
    Set<Attribute> offered =
        Set.copyOf(
            world
                .call(
                    DescribeContainerInstancesResponse.class,
                    DescribeContainerInstancesRequest.builder()
                        .containerInstances(host.id().text())
                        .build())
                .containerInstances()
                .getFirst()
                .attributes());

    assertEquals(10, required.size());
    assertTrue(offered.containsAll(required), () -> offered + " lacks some of " + required);
    assertEquals(
        List.of(),
        world
            .call(
                DescribeTaskDefinitionResponse.class,
                DescribeTaskDefinitionRequest.builder().taskDefinition("web").build())
            .taskDefinition()
            .requiresAttributes());
  }

  @Test
  void repeatedRequestIsAnsweredEvenIfItsDefinitionIsGone() {
    RunTaskRequest request = run("web:1").toBuilder().clientToken("once").build();
    Task first = run(request).getFirst();
    world.call(
        DeregisterTaskDefinitionResponse.class,
        DeregisterTaskDefinitionRequest.builder().taskDefinition("web:1").build());

    assertEquals(first.taskArn(), run(request).getFirst().taskArn());
    world.assertRefused("InvalidParameterException", run("web:1"));
  }

  @Test
  void sameClientTokenGivesTheSameTasks() {
    RunTaskRequest request = run("web").toBuilder().clientToken("once").build();
    assertEquals(run(request).getFirst().taskArn(), run(request).getFirst().taskArn());
    world.assertRefused("ConflictException", request.toBuilder().count(2).build());
    assertNotEquals(run(run("web")).getFirst().taskArn(), run(run("web")).getFirst().taskArn());
  }

  @Test
  void startTaskTakesTheNamedHostOrTellsWhyNot() {
    String unknown = "0123456789abcdef0123456789abcdef";
    var answer =
        world.call(
            StartTaskResponse.class,
            StartTaskRequest.builder()
                .taskDefinition("web:1")
                .containerInstances(host.id().text(), unknown)
                .build());
    assertEquals(1, answer.tasks().size());
    assertEquals("MISSING", answer.failures().getFirst().reason());
  }

  @Test
  void listShowsWhatIsWantedByPage() {
    run(run("web").toBuilder().count(3).build());
    var first = world.call(ListTasksResponse.class, list().maxResults(2).build());
    var second =
        world.call(
            ListTasksResponse.class, list().maxResults(2).nextToken(first.nextToken()).build());
    assertEquals(2, first.taskArns().size());
    assertEquals(1, second.taskArns().size());
    assertNull(second.nextToken());
    assertEquals(0, listed(list().desiredStatus("STOPPED")));
    assertEquals(0, listed(list().desiredStatus("PENDING")));
    assertEquals(3, listed(list().family("web")));
    assertEquals(0, listed(list().family("other")));
    assertEquals(3, listed(list().containerInstance(host.id().text())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, -1})
  void countOutOfBoundsIsRefused(int count) {
    world.assertRefused("InvalidParameterException", run("web").toBuilder().count(count).build());
    assertEquals(0, world.store.snapshot().count(Tables.TASKS));
  }

  @Test
  void whatCannotBeIsRefusedInTheCodesOfEcs() {
    world.assertRefused("ClientException", run("missing"));
    world.assertRefused("InvalidParameterException", run("x".repeat(10_000)));
    world.assertRefused(
        "ClusterNotFoundException", run("web").toBuilder().cluster("nowhere").build());
    world.assertRefused(
        "ClientException", run("web").toBuilder().enableExecuteCommand(true).build());
    world.assertRefused("ServiceNotFoundException", list().serviceName("web").build());
    world.assertRefused("InvalidParameterException", list().nextToken("nonsense").build());
    world.assertRefused("InvalidParameterException", DescribeTasksRequest.builder().build());
    world.assertRefused(
        "InvalidParameterException",
        StopTaskRequest.builder().task("0123456789abcdef0123456789abcdef").build());
  }

  @Test
  void containerWhoseCheckIsTurnedOffLeavesTheTasksHealthToTheOthers() {
    world.call(
        RegisterTaskDefinitionResponse.class,
        RegisterTaskDefinitionRequest.builder()
            .family("checked")
            .containerDefinitions(
                it -> container(it, "web").healthCheck(check -> check.command("CMD", "true")),
                it -> container(it, "off").healthCheck(check -> check.command("NONE")),
                it ->
                    container(it, "other")
                        .essential(false)
                        .healthCheck(check -> check.command("CMD", "true")))
            .build());
    Task task = run(run("checked")).getFirst();
    assertEquals("UNKNOWN", task.healthStatusAsString());

    world.tell(host, task.taskArn(), healthy("web", ContainerSight.Health.HEALTHY, 1));
    assertEquals("HEALTHY", described(task.taskArn()).healthStatusAsString());
    world.tell(host, task.taskArn(), healthy("web", ContainerSight.Health.UNHEALTHY, 2));
    assertEquals("UNHEALTHY", described(task.taskArn()).healthStatusAsString());
    world.tell(host, task.taskArn(), healthy("web", ContainerSight.Health.STARTING, 3));
    assertEquals("UNKNOWN", described(task.taskArn()).healthStatusAsString());
  }

  private static ContainerDefinition.Builder container(
      ContainerDefinition.Builder builder, String name) {
    return builder.name(name).image("i").memory(6);
  }

  private static Sighting healthy(String name, ContainerSight.Health health, long sequence) {
    return new Sighting(
        Sighting.Phase.RUNNING,
        new Sighting.Order(1, sequence),
        List.of(sight(name, health)),
        Optional.empty(),
        Sighting.Times.NONE);
  }

  private static RunTaskRequest run(String definition) {
    return RunTaskRequest.builder().taskDefinition(definition).build();
  }

  private static ListTasksRequest.Builder list() {
    return ListTasksRequest.builder();
  }

  private int listed(ListTasksRequest.Builder request) {
    return world.call(ListTasksResponse.class, request.build()).taskArns().size();
  }

  private List<Task> run(RunTaskRequest request) {
    return world.call(RunTaskResponse.class, request).tasks();
  }

  private Task described(String arn) {
    return world
        .call(DescribeTasksResponse.class, DescribeTasksRequest.builder().tasks(arn).build())
        .tasks()
        .getFirst();
  }

  private static Sighting sighting(Sighting.Phase phase, long sequence) {
    return new Sighting(
        phase,
        new Sighting.Order(1, sequence),
        List.of(sight("web", ContainerSight.Health.UNCHECKED)),
        Optional.empty(),
        Sighting.Times.NONE);
  }

  private static ContainerSight sight(String name, ContainerSight.Health health) {
    return new ContainerSight(
        name,
        ContainerSight.State.RUNNING,
        health,
        "0123",
        "",
        OptionalInt.empty(),
        List.of(
            new ContainerSight.PortBinding(
                80, new HostPort(HostPort.Protocol.TCP, 20_000), "192.0.2.1")),
        Optional.empty(),
        0);
  }
}
