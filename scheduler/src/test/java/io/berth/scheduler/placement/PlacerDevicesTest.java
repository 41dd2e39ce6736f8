package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.TaskShape.DeviceAsk;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which devices a task gets, as a table; and that none is ever given twice. */
class PlacerDevicesTest {
  private static final HostView.TasksOfGroup NO_TASKS = new HostView.TasksOfGroup(0, 0);
  private static final HostView WITHOUT = host(9);
  private static final HostView FULL =
      new HostView(
          id(1),
          HostView.Standing.READY,
          Resources.NONE,
          WITHOUT.dynamicPorts(),
          Set.of(),
          Set.of(),
          host(1, "a", "b").freeDevices(),
          NO_TASKS,
          new NoTraits());

  record Row(String name, List<HostView> hosts, TaskShape shape, int count, Placement expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    TaskShape two = asking(new DeviceAsk("web", "gpu", 2));
    TaskShape each = asking(new DeviceAsk("web", "gpu", 1), new DeviceAsk("side", "gpu", 1));
    return Stream.of(
        new Row(
            "the lowest ids, in whichever order they come",
            List.of(host(1, "c", "a", "b")),
            two,
            1,
            new Placement(
                List.of(place(1, new GivenDevice("web", "a"), new GivenDevice("web", "b"))),
                List.of())),
        new Row(
            "each container has its own, and each task",
            List.of(host(1, "a", "b", "c")),
            each,
            2,
            new Placement(
                List.of(place(1, new GivenDevice("web", "a"), new GivenDevice("side", "b"))),
                List.of(new Unplaced(id(1), Lack.GPU)))),
        new Row(
            "another kind is no help",
            List.of(host(1, "a", "b")),
            asking(new DeviceAsk("web", "fpga", 1)),
            1,
            lacks(1, Lack.GPU)),
        new Row(
            "a host without any serves tasks that ask for none",
            List.of(WITHOUT),
            asking(),
            1,
            new Placement(List.of(place(9)), List.of())),
        new Row(
            "a host that lacks devices alone comes closer than one that lacks room",
            List.of(FULL, WITHOUT),
            new TaskShape(new Resources(1, 0, 0, 0), Map.of(), List.of(), each.devices()),
            1,
            lacks(9, Lack.GPU)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void taskGetsTheDevicesThatTheTableSays(Row row) {
    PlacementRequest request = new PlacementRequest(row.shape, row.count, List.of());
    assertEquals(row.expected, Placer.place(request, row.hosts, Seeds.random(1)));
  }

  static LongStream seeds() {
    return Seeds.first(200);
  }

  /** Goal: what is given was free, is of the kind asked for, and is given once. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noDeviceIsGivenTwiceAndNoHostThatHasEnoughIsLeft(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<HostView> hosts = new ArrayList<>();
    for (int number = 1 + random.nextInt(4); number > 0; number--) {
      hosts.add(anyHost(number, random));
    }
    TaskShape shape =
        asking(
            new DeviceAsk("web", HostFacts.Device.GPU, 1 + random.nextInt(2)),
            new DeviceAsk("side", random.nextBoolean() ? HostFacts.Device.GPU : "fpga", 1));
    PlacementRequest request = new PlacementRequest(shape, 1 + random.nextInt(8), List.of());

    Placement placement = Placer.place(request, hosts, Seeds.random(seed));

    Map<HostId, List<HostFacts.Device>> left = new HashMap<>();
    hosts.forEach(host -> left.put(host.id(), new ArrayList<>(host.freeDevices())));
    for (Place place : placement.placed()) {
      assertEquals(asked(shape), taken(left.getOrDefault(place.host(), List.of()), place));
    }
    assertEquals(request.count(), placement.placed().size() + placement.unplaced().size());
    placement.unplaced().forEach(each -> assertEquals(Lack.GPU, each.lack()));
    if (!placement.unplaced().isEmpty()) {
      left.values().forEach(free -> assertTrue(isTooLittle(free, shape), free::toString));
    }
    Collections.shuffle(hosts, new Random(seed));
    assertEquals(placement, Placer.place(request, hosts, Seeds.random(seed)));
  }

  private static Map<String, Integer> asked(TaskShape shape) {
    Map<String, Integer> asked = new HashMap<>();
    shape
        .devices()
        .forEach(ask -> asked.merge(ask.container() + " " + ask.kind(), ask.count(), Integer::sum));
    return asked;
  }

  private static Map<String, Integer> taken(List<HostFacts.Device> free, Place place) {
    Map<String, Integer> taken = new HashMap<>();
    for (GivenDevice given : place.devices()) {
      HostFacts.Device device =
          free.stream().filter(one -> one.id().equals(given.id())).findFirst().orElseThrow();
      free.remove(device);
      taken.merge(given.container() + " " + device.kind(), 1, Integer::sum);
    }
    return taken;
  }

  private static boolean isTooLittle(List<HostFacts.Device> free, TaskShape shape) {
    return Stream.of(HostFacts.Device.GPU, "fpga")
        .anyMatch(kind ->
            free.stream().filter(device -> device.kind().equals(kind)).count()
                < shape.devices().stream()
                    .filter(ask -> ask.kind().equals(kind))
                    .mapToInt(DeviceAsk::count)
                    .sum());
  }

  private static HostView anyHost(int number, RandomGenerator random) {
    List<HostFacts.Device> devices = new ArrayList<>();
    for (int device = random.nextInt(6); device > 0; device--) {
      String kind = random.nextInt(3) == 0 ? "fpga" : HostFacts.Device.GPU;
      devices.add(new HostFacts.Device("id-" + device, kind, "", 0));
    }
    return host(number, devices);
  }

  private static HostView host(int number, String... gpus) {
    return host(
        number,
        Stream.of(gpus).map(id -> new HostFacts.Device(id, HostFacts.Device.GPU, "", 0)).toList());
  }

  private static HostView host(int number, List<HostFacts.Device> devices) {
    return new HostView(
        id(number),
        HostView.Standing.READY,
        new Resources(4_096, 8_000, 0, 0),
        new HostFacts.PortRange(20_000, 20_999),
        Set.of(),
        Set.of(),
        devices,
        NO_TASKS,
        new NoTraits());
  }

  private static HostId id(int number) {
    return new HostId(0, number);
  }

  private static TaskShape asking(DeviceAsk... devices) {
    return new TaskShape(Resources.NONE, Map.of(), List.of(), List.of(devices));
  }

  private static Place place(int host, GivenDevice... devices) {
    return new Place(id(host), List.of(devices));
  }

  private static Placement lacks(int host, Lack lack) {
    return new Placement(List.of(), List.of(new Unplaced(id(host), lack)));
  }
}
