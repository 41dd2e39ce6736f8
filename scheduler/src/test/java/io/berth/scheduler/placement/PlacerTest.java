package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Strategy.Binpack;
import io.berth.scheduler.model.Strategy.Resource;
import io.berth.scheduler.model.Strategy.SpreadOverHosts;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which host a task gets and what is said when none will do, as a table; and what must hold of
 * every answer.
 */
class PlacerTest {
  private static final HostPort HTTP = new HostPort(HostPort.Protocol.TCP, 80);
  private static final HostPort DNS = new HostPort(HostPort.Protocol.UDP, 80);

  /** Within the range from which agents pick. */
  private static final HostPort INSIDE = new HostPort(HostPort.Protocol.TCP, 20_001);

  private static final HostFacts.PortRange RANGE = new HostFacts.PortRange(20_000, 20_999);
  private static final HostView SMALL = host(1, 1_024, 1_000);
  private static final HostView LARGE = host(2, 4_096, 8_000);
  private static final HostView BUSY =
      host(id(3), HostView.Standing.READY, new Resources(4_096, 8_000, 10, 10), Set.of(), 5);
  private static final HostView SILENT =
      host(id(4), HostView.Standing.SILENT, new Resources(4_096, 8_000, 10, 10), Set.of(), 0);
  private static final HostView WEB =
      host(id(5), HostView.Standing.READY, new Resources(4_096, 8_000, 10, 10), Set.of(HTTP), 0);

  private static final HostView.Standing UNSUITED =
      new HostView.Standing(true, List.of(new Obstacle.NoFeature("logs")));

  private static final HostView FOREIGN =
      host(id(6), UNSUITED, new Resources(4_096, 8_000, 10, 10), Set.of(), 0);

  private static final HostView HELD =
      new HostView(
          id(7),
          HostView.Standing.READY,
          new Resources(4_096, 8_000, 10, 10),
          RANGE,
          Set.of(),
          Set.of(HTTP),
          List.of(),
          new HostView.TasksOfGroup(0, 0),
          new NoTraits());

  record Row(
      String name,
      List<HostView> hosts,
      TaskShape shape,
      int count,
      List<Strategy> strategies,
      Placement expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(tasksThatFit(), tasksThatDoNot(), tasksThatNamePorts(), tasksWithPickedPorts())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> tasksThatFit() {
    TaskShape light = shape(128, 100);
    TaskShape heavy = shape(2_000, 2_000);
    return Stream.of(
        new Row("only one fits", List.of(SMALL, LARGE), heavy, 1, List.of(), placed(LARGE)),
        new Row(
            "spread prefers where the group is least",
            List.of(LARGE, BUSY),
            light,
            3,
            List.of(new SpreadOverHosts()),
            placed(LARGE, LARGE, LARGE)),
        new Row(
            "binpack by memory fills the fullest",
            List.of(SMALL, LARGE),
            light,
            3,
            List.of(new Binpack(Resource.MEMORY)),
            placed(SMALL, SMALL, SMALL)),
        new Row(
            "binpack by cpu goes on elsewhere when full",
            List.of(SMALL, LARGE),
            shape(512, 100),
            3,
            List.of(new Binpack(Resource.CPU)),
            placed(SMALL, SMALL, LARGE)),
        new Row(
            "spread first, binpack among equals",
            List.of(SMALL, LARGE, BUSY),
            light,
            2,
            List.of(new SpreadOverHosts(), new Binpack(Resource.MEMORY)),
            placed(SMALL, LARGE)));
  }

  private static Stream<Row> tasksThatDoNot() {
    TaskShape light = shape(128, 100);
    TaskShape heavy = shape(2_000, 2_000);
    return Stream.of(
        new Row(
            "partial success names what the closest lacks",
            List.of(LARGE),
            heavy,
            3,
            List.of(),
            new Placement(
                List.of(place(LARGE.id()), place(LARGE.id())),
                List.of(new Unplaced(LARGE.id(), Lack.CPU)))),
        new Row(
            "silent host gets nothing", List.of(SILENT), light, 1, List.of(), lacks(4, Lack.AGENT)),
        new Row(
            "host that is not what the task needs gets nothing, and comes closer than a silent one",
            List.of(SILENT, FOREIGN),
            light,
            1,
            List.of(),
            lacks(6, Lack.ATTRIBUTE)),
        new Row(
            "too little cpu comes closer than what the host is",
            List.of(FOREIGN, SMALL),
            heavy,
            1,
            List.of(),
            lacks(1, Lack.CPU)),
        new Row(
            "memory comes closer than agent",
            List.of(SILENT, SMALL),
            shape(0, 2_000),
            1,
            List.of(),
            lacks(1, Lack.MEMORY)));
  }

  private static Stream<Row> tasksThatNamePorts() {
    TaskShape http = Samples.shape(new Resources(0, 100, 0, 0), HTTP);
    TaskShape dns = Samples.shape(new Resources(0, 100, 0, 0), DNS);
    return Stream.of(
        new Row("static port is taken", List.of(WEB), http, 1, List.of(), lacks(5, Lack.PORTS)),
        new Row("udp is another port than tcp", List.of(WEB), dns, 1, List.of(), placed(WEB)),
        new Row("held port waits", List.of(HELD), http, 1, List.of(), lacks(7, Lack.HELD_PORTS)),
        new Row("held port is nothing to others", List.of(HELD), dns, 1, List.of(), placed(HELD)),
        new Row(
            "a host that waits is closer than one that is taken",
            List.of(WEB, HELD),
            http,
            1,
            List.of(),
            lacks(7, Lack.HELD_PORTS)),
        new Row(
            "static port serves one task a host",
            List.of(LARGE, WEB),
            http,
            2,
            List.of(),
            new Placement(
                List.of(place(LARGE.id())), List.of(new Unplaced(LARGE.id(), Lack.PORTS)))));
  }

  private static Stream<Row> tasksWithPickedPorts() {
    TaskShape sixPorts = new TaskShape(new Resources(0, 100, 6, 0));
    TaskShape sixOfEach = new TaskShape(new Resources(0, 100, 6, 6));
    TaskShape nineAndOneInside = Samples.shape(new Resources(0, 100, 9, 0), INSIDE);
    TaskShape tenAndOneInside = Samples.shape(new Resources(0, 100, 10, 0), INSIDE);
    return Stream.of(
        new Row(
            "dynamic ports are counted",
            List.of(BUSY),
            sixPorts,
            2,
            List.of(),
            new Placement(List.of(place(BUSY.id())), List.of(new Unplaced(BUSY.id(), Lack.PORTS)))),
        new Row(
            "dynamic ports of one protocol leave those of the other",
            List.of(BUSY),
            sixOfEach,
            1,
            List.of(),
            new Placement(List.of(place(BUSY.id())), List.of())),
        new Row(
            "a port that the task names is none for the agent to pick",
            List.of(BUSY),
            tenAndOneInside,
            1,
            List.of(),
            lacks(3, Lack.PORTS)),
        new Row(
            "named and picked ports share what there is",
            List.of(BUSY),
            nineAndOneInside,
            1,
            List.of(),
            placed(BUSY)),
        new Row(
            "task that asks for nothing always fits",
            List.of(host(9, 0, 0)),
            shape(0, 0),
            2,
            List.of(),
            new Placement(List.of(place(id(9)), place(id(9))), List.of())));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void taskGetsTheHostThatTheTableSays(Row row) {
    PlacementRequest request = new PlacementRequest(row.shape, row.count, row.strategies);
    assertEquals(row.expected, Placer.place(request, row.hosts, Seeds.random(1)));
  }

  static LongStream seeds() {
    return Seeds.first(200);
  }

  /** Goal: no answer promises a host more than it has, and none gives up while a host could. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noHostIsOvercommittedAndNoneThatFitsIsLeft(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<HostView> hosts = anyHosts(random);
    PlacementRequest request = anyRequest(random);
    Placement placement = Placer.place(request, hosts, random);
    Map<HostId, HostView> left = new HashMap<>();
    hosts.forEach(host -> left.put(host.id(), host));
    for (Place chosen : placement.placed()) {
      left.compute(chosen.host(), (_, host) -> after(Objects.requireNonNull(host), request));
    }
    assertEquals(request.count(), placement.placed().size() + placement.unplaced().size());
    for (Unplaced each : placement.unplaced()) {
      HostView closest = Objects.requireNonNull(left.get(each.closest()));
      assertEquals(Optional.of(each.lack()), new Candidate(closest).lack(request, Conditions.NONE));
    }
    if (!placement.unplaced().isEmpty()) {
      left.values()
          .forEach(
              host -> assertTrue(new Candidate(host).lack(request, Conditions.NONE).isPresent()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void orderOfTheHostsDoesNotMatter(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<HostView> hosts = anyHosts(random);
    PlacementRequest request = anyRequest(random);
    List<HostView> shuffled = new ArrayList<>(hosts);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(
        Placer.place(request, hosts, Seeds.random(seed)),
        Placer.place(request, shuffled, Seeds.random(seed)));
  }

  @Test
  void spreadStaysWithinOneTaskOfEven() {
    List<HostView> hosts = List.of(host(1, 9_000, 9_000), host(2, 9_000, 9_000), BUSY);
    PlacementRequest request =
        new PlacementRequest(shape(10, 10), 10, List.of(new SpreadOverHosts()));
    Map<HostId, Integer> counts = new HashMap<>();
    Placer.place(request, hosts, Seeds.random(3))
        .placed()
        .forEach(place -> counts.merge(place.host(), 1, Integer::sum));
    assertEquals(Map.of(id(1), 5, id(2), 5), counts);
  }

  @Test
  void requestThatMakesNoSenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PlacementRequest(shape(1, 1), 0, List.of()));
    PlacementRequest one = new PlacementRequest(shape(1, 1), 1, List.of());
    assertThrows(
        IllegalArgumentException.class, () -> Placer.place(one, List.of(), Seeds.random(1)));
  }

  private static HostView after(HostView host, PlacementRequest request) {
    Resources asked = request.shape().asked();
    Set<HostPort> taken = new HashSet<>(host.takenPorts());
    request.shape().staticPorts().forEach(port -> assertTrue(taken.add(port)));
    // Resources refuse to be negative: this throws when more was promised than there is.
    List<HostPort> named = request.shape().staticPorts().stream().filter(RANGE::contains).toList();
    Resources free = host.free().minus(asked).minus(HostPort.counted(named));
    assertEquals(HostView.Standing.READY, host.standing());
    return new HostView(
        host.id(),
        host.standing(),
        free,
        RANGE,
        taken,
        host.heldPorts(),
        host.freeDevices(),
        host.tasksOfGroup().plus(1, 1),
        host.traits());
  }

  private static List<HostView> anyHosts(RandomGenerator random) {
    List<HostView> hosts = new ArrayList<>();
    for (int number = 0; number < 1 + random.nextInt(8); number++) {
      hosts.add(
          new HostView(
              id(number),
              random.nextInt(5) != 0
                  ? HostView.Standing.READY
                  : random.nextBoolean() ? HostView.Standing.SILENT : UNSUITED,
              new Resources(
                  random.nextInt(2_000),
                  random.nextInt(2_000),
                  random.nextInt(4),
                  random.nextInt(4)),
              RANGE,
              random.nextInt(3) == 0 ? Set.of(HTTP) : Set.of(),
              random.nextInt(3) == 0 ? Set.of(INSIDE) : Set.of(),
              List.of(),
              anyTasks(random),
              new NoTraits()));
    }
    return hosts;
  }

  private static HostView.TasksOfGroup anyTasks(RandomGenerator random) {
    int count = random.nextInt(3);
    return new HostView.TasksOfGroup(count, count);
  }

  private static PlacementRequest anyRequest(RandomGenerator random) {
    Resources asked =
        new Resources(
            random.nextInt(900), random.nextInt(900), random.nextInt(2), random.nextInt(2));
    HostPort[] ports =
        random.nextInt(3) == 0
            ? new HostPort[] {random.nextBoolean() ? HTTP : INSIDE}
            : new HostPort[0];
    List<Strategy> all =
        List.of(
            new Strategy.Anywhere(),
            new SpreadOverHosts(),
            new Binpack(Resource.CPU),
            new Binpack(Resource.MEMORY));
    List<Strategy> some = all.subList(random.nextInt(4), 4);
    return new PlacementRequest(Samples.shape(asked, ports), 1 + random.nextInt(10), some);
  }

  private static Placement placed(HostView... hosts) {
    return new Placement(Stream.of(hosts).map(host -> place(host.id())).toList(), List.of());
  }

  private static Place place(HostId host) {
    return new Place(host);
  }

  private static Placement lacks(int host, Lack lack) {
    return new Placement(List.of(), List.of(new Unplaced(id(host), lack)));
  }

  private static HostView host(int number, long cpuUnits, long memoryMib) {
    return host(
        id(number),
        HostView.Standing.READY,
        new Resources(cpuUnits, memoryMib, 10, 10),
        Set.of(),
        0);
  }

  private static HostView host(
      HostId id,
      HostView.Standing standing,
      Resources free,
      Set<HostPort> takenPorts,
      int tasksOfGroup) {
    return new HostView(
        id,
        standing,
        free,
        RANGE,
        takenPorts,
        Set.of(),
        List.of(),
        new HostView.TasksOfGroup(tasksOfGroup, tasksOfGroup),
        new NoTraits());
  }

  private static HostId id(int number) {
    return new HostId(0, number);
  }

  private static TaskShape shape(long cpuUnits, long memoryMib) {
    return new TaskShape(new Resources(cpuUnits, memoryMib, 0, 0));
  }
}
