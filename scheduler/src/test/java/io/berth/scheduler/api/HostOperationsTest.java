package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceHealthStatus;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** The operations about container instances as clients of ECS read them, case by case. */
class HostOperationsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 10, 0);
  private static final String PREFIX =
      "arn:aws:ecs:us-east-1:000000000000:container-instance/default/";
  private static final String NOBODY = "0123456789abcdef0123456789abcdef";

  private final ApiWorld world = new ApiWorld();

  @BeforeEach
  void definitionAndAnotherCluster() {
    world.json("CreateCluster", "{\"clusterName\": \"lab\"}");
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "web", "containerDefinitions": [{"name": "a", "image": "i", "memory": 100,
          "cpu": 24, "portMappings": [{"containerPort": 80, "hostPort": 80},
                                      {"containerPort": 53, "hostPort": 53, "protocol": "udp"}],
          "resourceRequirements": [{"type": "GPU", "value": "1"}]}]}
        """);
  }

  private Host joined() {
    HostFacts facts =
        Samples.facts(
            1,
            SIZE,
            List.of(
                new HostPort(HostPort.Protocol.TCP, 2_375),
                new HostPort(HostPort.Protocol.TCP, 22),
                new HostPort(HostPort.Protocol.UDP, 123)),
            List.of("gpu-2", "gpu-1"));
    return world.join(1, facts);
  }

  private DescribeContainerInstancesResponse describe(String members) {
    return (DescribeContainerInstancesResponse)
        world.json("DescribeContainerInstances", "{" + members + "}");
  }

  private ContainerInstance described(Host host) {
    return describe(
            "\"containerInstances\": [\""
                + host.id().text()
                + "\"], \"include\": [\"TAGS\", \"CONTAINER_INSTANCE_HEALTH\"]")
        .containerInstances()
        .getFirst();
  }

  private Task run() {
    return ((RunTaskResponse) world.json("RunTask", "{\"taskDefinition\": \"web\"}"))
        .tasks()
        .getFirst();
  }

  // ------------------------------------------------------------------------------ described

  @Test
  void everyMemberOfAFreshHostIsTold() {
    Host host = joined();
    ContainerInstance told = described(host);

    assertEquals(PREFIX + host.id().text(), told.containerInstanceArn());
    assertEquals(host.id().text(), told.ec2InstanceId());
    assertEquals(1, told.version());
    assertEquals("1", told.versionInfo().agentVersion());
    assertEquals("DockerVersion: 28.0", told.versionInfo().dockerVersion());
    assertEquals("ACTIVE", told.status());
    assertNull(told.statusReason());
    assertTrue(told.agentConnected());
    assertEquals(List.of(0, 0), List.of(told.runningTasksCount(), told.pendingTasksCount()));
    assertNull(told.agentUpdateStatus());
    assertEquals(Samples.NOON, told.registeredAt());
    assertTrue(told.hasAttachments());
    assertEquals(List.of(), told.attachments());
    assertEquals("rack", told.tags().getFirst().key());
    assertNull(told.capacityProviderName());
    Map<String, String> attributes =
        told.attributes().stream()
            .collect(
                Collectors.toMap(one -> one.name(), one -> one.value() == null ? "" : one.value()));
    assertEquals("linux", attributes.get("ecs.os-type"));
    assertEquals("x86_64", attributes.get("ecs.cpu-architecture"));
  }

  @Test
  void resourcesHaveTheShapesOfEcsAndShrinkWithTasks() {
    Host host = joined();
    List<String> registered =
        List.of(
            "CPU INTEGER 1024",
            "MEMORY INTEGER 1000",
            "PORTS STRINGSET [22, 2375]",
            "PORTS_UDP STRINGSET [123]",
            "GPU STRINGSET [gpu-1, gpu-2]");
    assertEquals(registered, shown(described(host).registeredResources()));
    assertEquals(registered, shown(described(host).remainingResources()));

    run();

    ContainerInstance told = described(host);
    assertEquals(registered, shown(told.registeredResources()));
    assertEquals(
        List.of(
            "CPU INTEGER 1000",
            "MEMORY INTEGER 900",
            "PORTS STRINGSET [22, 80, 2375]",
            "PORTS_UDP STRINGSET [53, 123]",
            "GPU STRINGSET [gpu-2]"),
        shown(told.remainingResources()));
    assertEquals(List.of(0, 1), List.of(told.runningTasksCount(), told.pendingTasksCount()));
    assertEquals(0.0, told.remainingResources().getFirst().doubleValue());
    assertEquals(0L, told.remainingResources().getFirst().longValue());
  }

  private static List<String> shown(List<Resource> resources) {
    return resources.stream()
        .map(one ->
            one.name()
                + " "
                + one.type()
                + " "
                + (one.type().equals("INTEGER")
                    ? one.integerValue().toString()
                    : one.stringSetValue().toString()))
        .toList();
  }

  @Test
  void healthIsThatOfTheEngineAndUnknownOfASilentHost() {
    Host host = joined();
    assertHealth("OK", host);
    world.engine(host, Contact.Availability.SLOW);
    assertHealth("IMPAIRED", host);
    world.engine(host, Contact.Availability.UNAVAILABLE);
    assertHealth("IMPAIRED", host);
    world.engine(host, Contact.Availability.AVAILABLE);
    assertHealth("OK", host);
    world.silence(host);
    assertHealth("INSUFFICIENT_DATA", host);
    assertFalse(described(host).agentConnected());
    assertNull(
        describe("\"containerInstances\": [\"" + host.id().text() + "\"]")
            .containerInstances()
            .getFirst()
            .healthStatus());
  }

  private void assertHealth(String status, Host host) {
    ContainerInstanceHealthStatus health = described(host).healthStatus();
    assertEquals(status, health.overallStatusAsString());
    assertEquals("CONTAINER_RUNTIME", health.details().getFirst().typeAsString());
    assertEquals(status, health.details().getFirst().statusAsString());
    assertNotNull(health.details().getFirst().lastStatusChange());
    assertNotNull(health.details().getFirst().lastUpdated());
  }

  @Test
  void hostThatRegistersAgainIsWhatItIsNow() {
    Host host = joined();
    run();
    HostFacts smaller =
        new HostFacts(
            new Resources(10, 50, 5, 0),
            new HostFacts.PortRange(30_000, 30_099),
            List.of(),
            List.of("192.0.2.77"),
            List.of(),
            host.facts().attributes(),
            host.facts().machine(),
            new HostFacts.Software("2", HostFacts.Engine.PODMAN, "5.4", "1.41"),
            host.facts().defaults(),
            host.facts().features());

    world.join(1, smaller);

    ContainerInstance told = described(host);
    assertEquals("2", told.versionInfo().agentVersion());
    assertEquals("PodmanVersion: 5.4", told.versionInfo().dockerVersion());
    assertEquals(
        List.of(
            "CPU INTEGER 10", "MEMORY INTEGER 50", "PORTS STRINGSET []", "PORTS_UDP STRINGSET []"),
        shown(told.registeredResources()));
    assertEquals(
        List.of(
            "CPU INTEGER 0",
            "MEMORY INTEGER 0",
            "PORTS STRINGSET [80]",
            "PORTS_UDP STRINGSET [53]"),
        shown(told.remainingResources()));
    assertEquals(Samples.NOON, told.registeredAt());
    assertTrue(told.version() > 1);
  }

  @Test
  void unknownHostsAreFailuresAndBadRequestsErrors() {
    Host host = joined();
    DescribeContainerInstancesResponse answer =
        describe("\"containerInstances\": [\"" + NOBODY + "\", \"" + host.id().text() + "\"]");

    assertEquals(1, answer.containerInstances().size());
    assertEquals(List.of(PREFIX + NOBODY + " MISSING"), failures(answer.failures()));
    assertParameter("DescribeContainerInstances", "{}");
    assertParameter("DescribeContainerInstances", "{\"containerInstances\": []}");
    assertParameter("DescribeContainerInstances", "{\"containerInstances\": [\"nobody\"]}");
    assertParameter(
        "DescribeContainerInstances",
        "{\"containerInstances\": [\"" + NOBODY + "\"], \"include\": [\"ALL\"]}");
    assertParameter(
        "DescribeContainerInstances",
        "{\"containerInstances\": ["
            + ("\"" + NOBODY + "\",").repeat(100)
            + "\""
            + NOBODY
            + "\"]}");
    assertParameter(
        "DescribeContainerInstances",
        "{\"cluster\": \"lab\", \"containerInstances\": [\"" + PREFIX + host.id().text() + "\"]}");
  }

  private static List<String> failures(List<Failure> failures) {
    return failures.stream().map(one -> one.arn() + " " + one.reason()).toList();
  }

  private void assertParameter(String operation, String body) {
    List<Object> before = world.rows();
    ApiError refused = assertThrows(ApiError.class, () -> world.json(operation, body));
    assertEquals("InvalidParameterException", refused.code(), refused.sentence());
    assertEquals(before, world.rows());
  }

  // ------------------------------------------------------------------------------ emptied

  private UpdateContainerInstancesStateResponse change(String status, String... hosts) {
    return (UpdateContainerInstancesStateResponse)
        world.json(
            "UpdateContainerInstancesState",
            "{\"containerInstances\": [\""
                + String.join("\", \"", hosts)
                + "\"], \"status\": \""
                + status
                + "\"}");
  }

  @Test
  void stateGoesThereAndBackAndCountsOnlyChanges() {
    Host host = joined();
    String id = host.id().text();

    assertEquals("DRAINING", change("DRAINING", id).containerInstances().getFirst().status());
    assertEquals(2, described(host).version());
    assertEquals(2, change("DRAINING", PREFIX + id).containerInstances().getFirst().version());
    assertEquals("ACTIVE", change("ACTIVE", id).containerInstances().getFirst().status());
    assertEquals(3, described(host).version());
  }

  @Test
  void everyHostIsAnsweredOnceInItsOrder() {
    String one = world.join(1, SIZE).id().text();
    String two = world.join(2, SIZE).id().text();
    String gone = world.join(3, SIZE).id().text();
    deregister(gone, false);

    UpdateContainerInstancesStateResponse answer = change("DRAINING", two, NOBODY, gone, one, two);

    assertEquals(
        List.of(PREFIX + two, PREFIX + one),
        answer.containerInstances().stream().map(it -> it.containerInstanceArn()).toList());
    assertEquals(
        List.of(PREFIX + NOBODY + " MISSING", PREFIX + gone + " INACTIVE"),
        failures(answer.failures()));
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTERING",
    "DEREGISTERING",
    "REGISTRATION_FAILED",
    "INACTIVE",
    "draining",
    "''",
    "nonsense"
  })
  void onlyTwoStatesCanBeAskedFor(String status) {
    assertParameter(
        "UpdateContainerInstancesState",
        "{\"containerInstances\": [\""
            + joined().id().text()
            + "\"], \"status\": \""
            + status
            + "\"}");
  }

  @Test
  void badRequestsForAStateChangeNothing() {
    String id = joined().id().text();
    StringBuilder eleven = new StringBuilder("\"" + id + "\"");
    for (int number = 0; number < 10; number++) {
      eleven.append(",\"").append(NOBODY, 0, 31).append(number).append('"');
    }
    assertParameter("UpdateContainerInstancesState", "{\"containerInstances\": [\"" + id + "\"]}");
    assertParameter("UpdateContainerInstancesState", "{\"status\": \"DRAINING\"}");
    assertParameter(
        "UpdateContainerInstancesState", "{\"containerInstances\": [], \"status\": \"DRAINING\"}");
    assertParameter(
        "UpdateContainerInstancesState",
        "{\"containerInstances\": [" + eleven + "], \"status\": \"DRAINING\"}");
    assertParameter(
        "UpdateContainerInstancesState",
        "{\"containerInstances\": [\"" + id + "\", \"x\"], \"status\": \"DRAINING\"}");
    assertParameter(
        "UpdateContainerInstancesState",
        "{\"cluster\": \"lab\", \"containerInstances\": [\""
            + PREFIX
            + id
            + "\"], \"status\": \"DRAINING\"}");
  }

  /** What shuts down has a word of its own here, and none in ECS. */
  @Test
  void hostThatShutsDownIsDrainingForClientsOfEcs() {
    Host host = joined();
    world.shutsDown(host);

    assertEquals("DRAINING", described(host).status());
    assertEquals(
        "The machine of the container instance shuts down.", described(host).statusReason());
    assertEquals(1, list("DRAINING"));
    assertEquals(0, list("ACTIVE"));
    assertEquals(
        "ACTIVE", change("ACTIVE", host.id().text()).containerInstances().getFirst().status());
    assertNull(described(host).statusReason());
  }

  private int list(String status) {
    return ((ListContainerInstancesResponse)
            world.json("ListContainerInstances", "{\"status\": \"" + status + "\"}"))
        .containerInstanceArns()
        .size();
  }

  // ------------------------------------------------------------------------------ taken out

  private ContainerInstance deregister(String host, boolean force) {
    return ((DeregisterContainerInstanceResponse)
            world.json(
                "DeregisterContainerInstance",
                "{\"containerInstance\": \"" + host + "\", \"force\": " + force + "}"))
        .containerInstance();
  }

  @Test
  void emptyHostIsTakenOutAndStaysToBeDescribed() {
    Host host = joined();

    assertEquals("INACTIVE", deregister(PREFIX + host.id().text(), false).status());

    ContainerInstance told = described(host);
    assertEquals("INACTIVE", told.status());
    assertFalse(told.agentConnected());
    assertEquals(
        List.of(),
        ((ListContainerInstancesResponse) world.json("ListContainerInstances", "{}"))
            .containerInstanceArns());
    assertEquals("INACTIVE", deregister(host.id().text(), true).status());
  }

  @Test
  void hostWithTasksIsTakenOutByForceAloneAndItsTasksCountAsStopped() {
    Host host = joined();
    String task = run().taskArn();

    assertParameter(
        "DeregisterContainerInstance", "{\"containerInstance\": \"" + host.id().text() + "\"}");
    assertEquals("ACTIVE", described(host).status());
    assertEquals("INACTIVE", deregister(host.id().text(), true).status());

    Task stopped =
        ((DescribeTasksResponse) world.json("DescribeTasks", "{\"tasks\": [\"" + task + "\"]}"))
            .tasks()
            .getFirst();
    assertEquals("STOPPED", stopped.lastStatus());
    assertEquals("STOPPED", stopped.desiredStatus());
    assertEquals("UserInitiated", stopped.stopCodeAsString());
    assertEquals("Container instance deregistration forced by user", stopped.stoppedReason());
    assertEquals(List.of(0, 0), counts(described(host)));
    assertEquals(
        shown(described(host).registeredResources()), shown(described(host).remainingResources()));
  }

  private static List<Integer> counts(ContainerInstance told) {
    return List.of(told.runningTasksCount(), told.pendingTasksCount());
  }

  @Test
  void serviceReplacesWhatItLostByForceElsewhere() {
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "job", "containerDefinitions": [{"name": "a", "image": "i", "memory": 100}]}
        """);
    Host first = world.join(1, SIZE);
    world.json(
        "CreateService",
        "{\"serviceName\": \"job\", \"taskDefinition\": \"job\", \"desiredCount\": 2}");
    world.turn();
    assertEquals(List.of(0, 2), counts(described(first)));
    Host second = world.join(2, SIZE);

    deregister(first.id().text(), true);
    world.turn();

    assertEquals(List.of(0, 2), counts(described(second)));
  }

  @Test
  void badRequestsToTakeOutChangeNothing() {
    String id = joined().id().text();
    assertParameter("DeregisterContainerInstance", "{}");
    assertParameter("DeregisterContainerInstance", "{\"containerInstance\": \"nobody\"}");
    assertParameter("DeregisterContainerInstance", "{\"containerInstance\": \"" + NOBODY + "\"}");
    assertParameter(
        "DeregisterContainerInstance",
        "{\"cluster\": \"lab\", \"containerInstance\": \"" + id + "\", \"force\": true}");
    assertParameter(
        "DeregisterContainerInstance",
        "{\"cluster\": \"lab\", \"containerInstance\": \"" + PREFIX + id + "\", \"force\": true}");
  }
}
