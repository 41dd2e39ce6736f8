package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.control.DescribeHostRequest;
import io.berth.proto.control.DescribeHostResponse;
import io.berth.proto.control.DrainHostsRequest;
import io.berth.proto.control.DrainHostsResponse;
import io.berth.proto.control.ListHostsRequest;
import io.berth.proto.control.ListHostsResponse;
import io.berth.proto.control.ViewedEngineState;
import io.berth.proto.control.ViewedHost;
import io.berth.proto.control.ViewedHostLink;
import io.berth.proto.control.ViewedHostState;
import io.berth.proto.control.ViewedHostTask;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts as operators see them by our own API, and how they are let be emptied. */
class HostViewOperationsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 10, 0);
  private static final String PARAMETER = "InvalidParameterException";
  private static final String UNKNOWN = "ResourceNotFoundException";

  private final ApiWorld world = new ApiWorld();

  @BeforeEach
  void definition() {
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "web", "containerDefinitions": [{"name": "a", "image": "i", "memory": 100,
          "cpu": 24, "portMappings": [{"containerPort": 80, "hostPort": 80}]}]}
        """);
  }

  private ListHostsResponse list(ListHostsRequest.Builder request) {
    return world.view(ListHostsResponse.class, request.build());
  }

  private DescribeHostResponse describe(String host) {
    return world.view(
        DescribeHostResponse.class, DescribeHostRequest.newBuilder().setHost(host).build());
  }

  private DrainHostsResponse drain(DrainHostsRequest.Builder request) {
    return world.view(DrainHostsResponse.class, request.build());
  }

  private static ApiError refused(Runnable call) {
    return assertThrows(ApiError.class, call::run);
  }

  // ------------------------------------------------------------------------------ seen

  @Test
  void hostIsListedWithWhatIsFreeThere() {
    Host host = world.join(1, SIZE);
    world.json("RunTask", "{\"taskDefinition\": \"web\"}");

    ViewedHost shown = list(ListHostsRequest.newBuilder()).getHosts(0);

    assertEquals(host.id().text(), shown.getHostId());
    assertEquals(
        "arn:aws:ecs:us-east-1:000000000000:container-instance/default/" + host.id().text(),
        shown.getArn());
    assertEquals("host-1", shown.getName());
    assertEquals("default", shown.getCluster());
    assertEquals(ViewedHostState.VIEWED_HOST_STATE_ACTIVE, shown.getState());
    assertEquals(ViewedHostLink.VIEWED_HOST_LINK_CONNECTED, shown.getLink());
    assertEquals(Samples.NOON.getEpochSecond(), shown.getLinkSince().getSeconds());
    assertEquals(List.of("192.0.2.1"), shown.getAddressesList());
    assertEquals(
        List.of("1", "docker", "28.0"),
        List.of(shown.getAgentVersion(), shown.getEngine(), shown.getEngineVersion()));
    assertEquals(ViewedEngineState.VIEWED_ENGINE_STATE_AVAILABLE, shown.getEngineState());
    assertEquals(
        List.of(1_024L, 1_000L, 1_000L, 900L),
        List.of(
            shown.getCpuUnits(),
            shown.getFreeCpuUnits(),
            shown.getMemoryMib(),
            shown.getFreeMemoryMib()));
    assertEquals(List.of(0, 1), List.of(shown.getRunningTasks(), shown.getPendingTasks()));
  }

  @Test
  void silentHostSaysSo() {
    world.silence(world.join(1, SIZE));

    assertEquals(
        ViewedHostLink.VIEWED_HOST_LINK_SILENT,
        list(ListHostsRequest.newBuilder()).getHosts(0).getLink());
  }

  @Test
  void lostHostAndOneThatRestsSaySo() {
    Host lost = world.join(1, SIZE);
    Host restless = world.join(2, SIZE);
    Contact silent = lost.contact().silent(Samples.NOON.plusSeconds(1));
    Contact.Unrest unrest =
        new Contact.Unrest(3, Samples.NOON, Optional.of(Samples.NOON.plusSeconds(60)));
    world.store.update(
        Lane.LOOPS,
        tx -> {
          tx.update(Tables.HOSTS, lost.with(silent.lost(Samples.NOON.plusSeconds(11))));
          tx.update(Tables.HOSTS, restless.with(restless.contact().with(unrest)));
          return true;
        });

    List<ViewedHost> shown = list(ListHostsRequest.newBuilder()).getHostsList();

    assertEquals(ViewedHostLink.VIEWED_HOST_LINK_LOST, shown.getFirst().getLink());
    assertEquals(Samples.NOON.getEpochSecond() + 1, shown.getFirst().getLinkSince().getSeconds());
    assertEquals(List.of(), shown.getFirst().getNotesList());
    assertEquals(
        List.of("rests until " + Samples.NOON.plusSeconds(60) + ", back 3 times"),
        shown.getLast().getNotesList());
  }

  @Test
  void listGoesOnOverPagesAndLeavesOutWhoIsGone() {
    List<String> ids = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      ids.add(world.join(number, SIZE).id().text());
    }
    deregister(ids.remove(2));
    List<String> listed = new ArrayList<>();
    ListHostsRequest.Builder request = ListHostsRequest.newBuilder().setMaxResults(3);
    ListHostsResponse page;
    do {
      page = list(request);
      page.getHostsList().forEach(host -> listed.add(host.getHostId()));
      request.setNextToken(page.getNextToken());
    } while (!page.getNextToken().isEmpty());

    assertEquals(ids, listed);
  }

  private void deregister(String id) {
    world.json("DeregisterContainerInstance", "{\"containerInstance\": \"" + id + "\"}");
  }

  @Test
  void wrongPagesAndClustersAreRefused() {
    assertEquals(
        PARAMETER, refused(() -> list(ListHostsRequest.newBuilder().setMaxResults(0))).code());
    assertEquals(
        PARAMETER, refused(() -> list(ListHostsRequest.newBuilder().setMaxResults(101))).code());
    for (String token : List.of("soon", "TGlzdEhvc3RzIDE", "x".repeat(3_000))) {
      assertEquals(
          PARAMETER, refused(() -> list(ListHostsRequest.newBuilder().setNextToken(token))).code());
    }
    assertEquals(
        "ClusterNotFoundException",
        refused(() -> list(ListHostsRequest.newBuilder().setCluster("nowhere"))).code());
    assertEquals(
        PARAMETER, refused(() -> list(ListHostsRequest.newBuilder().setCluster("a/b"))).code());
  }

  @Test
  void oneHostIsToldInFull() {
    Host host =
        world.join(
            1,
            Samples.facts(
                1, SIZE, List.of(new HostPort(HostPort.Protocol.TCP, 22)), List.of("gpu-1")));
    world.json("RunTask", "{\"taskDefinition\": \"web\"}");

    DescribeHostResponse told = describe(host.id().text());

    assertEquals(List.of("22/tcp"), told.getDetails().getReservedPortsList());
    assertEquals(List.of("80/tcp"), told.getDetails().getTakenPortsList());
    assertEquals("20000-29999", told.getDetails().getDynamicPorts());
    assertEquals("boot", told.getDetails().getBootId());
    assertEquals("gpu-1", told.getDetails().getDevices(0).getDeviceId());
    assertEquals("x86_64", told.getDetails().getAttributesOrThrow("ecs.cpu-architecture"));
    assertEquals("1", told.getDetails().getTagsOrThrow("rack"));
    ViewedHostTask task = told.getTasks(0);
    assertEquals(
        List.of("", "web:1", "PENDING", "RUNNING", ""),
        List.of(
            task.getService(),
            task.getTaskDefinition(),
            task.getLastStatus(),
            task.getDesiredStatus(),
            task.getStays()));
    assertEquals(List.of(0, 1), List.of(told.getServiceTasks(), told.getOtherTasks()));
  }

  // ------------------------------------------------------------------------------ named

  @Test
  void hostIsMeantByIdArnNameOrFirstDigits() {
    String id = world.join(0x10, SIZE).id().text();
    String other = world.join(0x20, SIZE).id().text();

    for (String given :
        List.of(
            id,
            id.substring(0, 31),
            "host-16",
            "arn:aws:ecs:us-east-1:000000000000:container-instance/default/" + id)) {
      assertEquals(id, describe(given).getHost().getHostId(), given);
    }
    ApiError both = refused(() -> describe("000000"));
    assertEquals(PARAMETER, both.code());
    assertTrue(
        both.sentence().contains("means 2 hosts: " + id + ", " + other + "."), both.sentence());
  }

  @Test
  void machineThatJoinedAnewIsMeantAsItIsNow() {
    String former = world.join(0x10, SIZE).id().text();
    deregister(former);
    assertEquals(former, describe("host-16").getHost().getHostId());
    String now = world.join(0x20, Samples.host(0x10, SIZE).facts()).id().text();

    assertEquals(now, describe("host-16").getHost().getHostId());
    assertEquals(former, describe(former).getHost().getHostId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "00000",
        "00000g",
        "0123456789abcdef0123456789abcdef",
        "arn:aws:ecs:us-east-1:000000000000:container-instance/lab/00000000000000000000000000000001",
      })
  void whomNobodyKnowsIsSaid(String given) {
    world.join(1, SIZE);

    ApiError unknown = refused(() -> describe(given));

    assertEquals(UNKNOWN, unknown.code());
    assertTrue(unknown.sentence().startsWith("There is no host "), unknown.sentence());
  }

  @Test
  void whatCannotBeAHostIsRefused() {
    for (String given :
        List.of("", "x".repeat(2_049), "arn:aws:ecs:us-east-1:000000000000:task/default/1")) {
      assertEquals(PARAMETER, refused(() -> describe(given)).code(), given);
    }
  }

  @Test
  void hostOfAnotherClusterIsRefusedWhereOneWasSaid() {
    Host host = world.join(1, SIZE);
    world.json("CreateCluster", "{\"clusterName\": \"lab\"}");

    ApiError elsewhere =
        refused(() ->
            world.view(
                DescribeHostResponse.class,
                DescribeHostRequest.newBuilder()
                    .setCluster("lab")
                    .setHost(host.id().text())
                    .build()));

    assertEquals(PARAMETER, elsewhere.code());
    assertTrue(elsewhere.sentence().contains("is in the cluster default, not in lab"));
  }

  // ------------------------------------------------------------------------------ emptied

  @Test
  void hostsAreEmptiedAndTakeTasksAgain() {
    String one = world.join(1, SIZE).id().text();
    String two = world.join(2, SIZE).id().text();

    DrainHostsResponse drained =
        drain(DrainHostsRequest.newBuilder().addHosts(two).addHosts("host-1").addHosts("host-2"));

    assertEquals(
        List.of(two, one), drained.getHostsList().stream().map(ViewedHost::getHostId).toList());
    drained
        .getHostsList()
        .forEach(host -> assertEquals(ViewedHostState.VIEWED_HOST_STATE_DRAINING, host.getState()));
    assertEquals(
        ViewedHostState.VIEWED_HOST_STATE_ACTIVE,
        drain(DrainHostsRequest.newBuilder().addHosts(one).setUndo(true)).getHosts(0).getState());
    assertEquals(ViewedHostState.VIEWED_HOST_STATE_DRAINING, describe(two).getHost().getState());
  }

  @Test
  void taskTellsWhatItWaitsFor() {
    Host host = world.join(1, SIZE);
    world.json("RunTask", "{\"taskDefinition\": \"web\"}");
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "job", "containerDefinitions": [{"name": "a", "image": "i", "memory": 100}]}
        """);
    world.json(
        "CreateService",
        """
        {"serviceName": "web", "taskDefinition": "job", "desiredCount": 1,
         "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200}}
        """);
    world.turn();

    drain(DrainHostsRequest.newBuilder().addHosts(host.id().text()));
    DescribeHostResponse told = describe(host.id().text());

    assertEquals(List.of(1, 1), List.of(told.getServiceTasks(), told.getOtherTasks()));
    assertEquals("web", told.getTasks(0).getService());
    assertEquals("", told.getTasks(1).getService());
    assertEquals(
        "it belongs to no service, so nobody moves it: it ends by itself or with StopTask",
        told.getTasks(1).getStays());
    world.turn();
    assertTrue(
        describe(host.id().text()).getTasks(0).getStays().contains("unable to place a task")
            || describe(host.id().text()).getTasks(0).getStays().equals("it is being stopped"));
  }

  @ParameterizedTest
  @CsvSource({"nobody, " + UNKNOWN, "000000, " + PARAMETER, "'', " + PARAMETER})
  void nothingIsDoneWhenOneOfTheHostsIsNotToBeFound(String given, String code) {
    Host one = world.join(1, SIZE);
    world.join(2, SIZE);
    List<Object> before = world.rows();

    assertEquals(
        code,
        refused(() ->
                drain(DrainHostsRequest.newBuilder().addHosts(one.id().text()).addHosts(given)))
            .code());

    assertEquals(before, world.rows());
  }

  @Test
  void noHostsTooManyAndThoseThatAreGoneAreRefused() {
    Host gone = world.join(1, SIZE);
    deregister(gone.id().text());
    DrainHostsRequest.Builder many = DrainHostsRequest.newBuilder();
    for (int number = 0; number < 11; number++) {
      many.addHosts("host-" + number);
    }

    assertEquals(PARAMETER, refused(() -> drain(DrainHostsRequest.newBuilder())).code());
    assertEquals(PARAMETER, refused(() -> drain(many)).code());
    ApiError deregistered =
        refused(() -> drain(DrainHostsRequest.newBuilder().addHosts(gone.id().text())));
    assertTrue(deregistered.sentence().contains("was deregistered"), deregistered.sentence());
    assertEquals(
        Host.Status.INACTIVE,
        world.store.snapshot().find(Tables.HOSTS, gone.id()).orElseThrow().status());
  }
}
