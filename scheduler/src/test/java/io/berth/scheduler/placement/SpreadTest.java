package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Strategy.Binpack;
import io.berth.scheduler.model.Strategy.Resource;
import io.berth.scheduler.model.Strategy.SpreadOverAttribute;
import io.berth.scheduler.model.Strategy.SpreadOverHosts;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How tasks are laid over values of hosts, and what counts where. */
class SpreadTest {
  private static final Strategy ZONE = new SpreadOverAttribute("zone");
  private static final Strategy RACK = new SpreadOverAttribute("rack");
  private static final Strategy HOST = new SpreadOverHosts();
  private static final TaskShape SMALL = new TaskShape(new Resources(0, 100, 0, 0));

  record Row(String name, List<HostView> hosts, List<Strategy> strategies, List<Integer> placed) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(
      String name, List<Strategy> strategies, List<Integer> placed, HostView... hosts) {
    return new Row(name, List.of(hosts), strategies, placed);
  }

  static Stream<Row> rows() {
    return Stream.concat(oneSpread(), several());
  }

  private static Stream<Row> oneSpread() {
    return Stream.of(
        row(
            "the zone with the fewest tasks, not the host",
            List.of(ZONE),
            List.of(3),
            Zoned.host(1, 1_000, 0, "zone=a"),
            Zoned.host(2, 1_000, 3, "zone=a"),
            Zoned.host(3, 1_000, 2, "zone=b")),
        row(
            "hosts without room count for their zone",
            List.of(ZONE),
            List.of(2),
            Zoned.host(1, 1_000, 0, "zone=a"),
            Zoned.host(2, 1_000, 1, "zone=b"),
            Zoned.host(3, 0, 2, "zone=a")),
        row(
            "hosts without the attribute are a zone of their own",
            List.of(ZONE),
            List.of(3),
            Zoned.host(1, 1_000, 1, "zone=a"),
            Zoned.host(2, 1_000, 2, "zone=b"),
            Zoned.host(3, 1_000, 0)),
        row(
            "the empty value is the same as none",
            List.of(ZONE),
            List.of(1),
            Zoned.host(1, 1_000, 1, "zone=a"),
            Zoned.host(2, 1_000, 2, "zone="),
            Zoned.host(3, 1_000, 0)),
        row(
            "a zone without room is passed over",
            List.of(ZONE),
            List.of(2, 2),
            Zoned.host(1, 0, 0, "zone=a"),
            Zoned.host(2, 1_000, 5, "zone=b")));
  }

  private static Stream<Row> several() {
    return Stream.of(
        row(
            "within the zone, the host with the fewest tasks",
            List.of(ZONE, HOST),
            List.of(2, 3),
            Zoned.host(1, 1_000, 2, "zone=a"),
            Zoned.host(2, 1_000, 0, "zone=a"),
            Zoned.host(3, 1_000, 2, "zone=b")),
        row(
            "racks of one name in two zones are two racks",
            List.of(ZONE, RACK),
            List.of(2),
            Zoned.host(1, 1_000, 1, "zone=a", "rack=1"),
            Zoned.host(2, 1_000, 0, "zone=a", "rack=2"),
            Zoned.host(3, 1_000, 0, "zone=b", "rack=1"),
            Zoned.host(4, 0, 2, "zone=b", "rack=2")),
        row(
            "equal zones are compared by their racks",
            List.of(ZONE, RACK),
            List.of(4),
            Zoned.host(1, 1_000, 1, "zone=a", "rack=1"),
            Zoned.host(2, 1_000, 1, "zone=a", "rack=2"),
            Zoned.host(3, 1_000, 2, "zone=b", "rack=1"),
            Zoned.host(4, 1_000, 0, "zone=b", "rack=2")),
        row(
            "nothing divides a host any more",
            List.of(HOST, ZONE, new Binpack(Resource.MEMORY)),
            List.of(1),
            Zoned.host(1, 500, 1, "zone=a"),
            Zoned.host(2, 1_000, 1, "zone=b"),
            Zoned.host(3, 0, 9, "zone=a")),
        row(
            "spread first, then the fullest",
            List.of(ZONE, new Binpack(Resource.MEMORY)),
            List.of(2, 2, 3),
            Zoned.host(1, 1_000, 0, "zone=a"),
            Zoned.host(2, 500, 0, "zone=a"),
            Zoned.host(3, 900, 1, "zone=b"),
            Zoned.host(4, 999, 0, "zone=b")),
        row(
            "the fullest first, whatever the zone",
            List.of(new Binpack(Resource.MEMORY), ZONE),
            List.of(2, 2),
            Zoned.host(1, 1_000, 0, "zone=a"),
            Zoned.host(2, 500, 5, "zone=b")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void taskGoesWhereTheTableSays(Row row) {
    PlacementRequest request =
        new PlacementRequest(SMALL, row.placed.size(), "g", List.of(), row.strategies);
    assertEquals(
        row.placed.stream().map(number -> new HostId(0, number)).toList(),
        Placer.place(request, row.hosts, Seeds.random(1)).hosts());
  }

  @Test
  void zonesStayWithinOneTaskOfEachOtherAndSoDoTheirHosts() {
    List<HostView> hosts = new ArrayList<>();
    for (int number = 0; number < 9; number++) {
      hosts.add(Zoned.host(number, 9_000, 0, "zone=" + number / 4));
    }
    PlacementRequest request = new PlacementRequest(SMALL, 24, "g", List.of(), List.of(ZONE, HOST));
    Map<Integer, Integer> perHost = new TreeMap<>();
    Placer.place(request, hosts, Seeds.random(3))
        .hosts()
        .forEach(id -> perHost.merge(Integer.parseInt(id.text(), 16), 1, Integer::sum));

    assertEquals(Map.of(0, 2, 1, 2, 2, 2, 3, 2, 4, 2, 5, 2, 6, 2, 7, 2, 8, 8), perHost);
  }

  static LongStream seeds() {
    return Seeds.first(300);
  }

  /**
   * Goal: of the hosts with room, each task gets one of the best. Method: give every host its marks
   * under each strategy, counted by hand, and compare them in order.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void noHostWithRoomWouldHaveBeenBetter(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<HostView> hosts = new ArrayList<>();
    for (int number = 0; number < 1 + random.nextInt(8); number++) {
      hosts.add(
          Zoned.host(
              number,
              random.nextInt(5) * 100L,
              random.nextInt(3),
              "zone=" + random.nextInt(3),
              "rack=" + random.nextInt(2)));
    }
    List<Strategy> strategies =
        random
            .ints(random.nextInt(4), 0, 5)
            .mapToObj(
                List.of(ZONE, RACK, HOST, new Binpack(Resource.MEMORY), new Strategy.Anywhere())
                    ::get)
            .toList();
    PlacementRequest request = new PlacementRequest(SMALL, 6, "g", List.of(), strategies);
    Map<HostId, Long> free = new HashMap<>();
    Map<HostId, Integer> tasks = new HashMap<>();
    for (HostView host : hosts) {
      free.put(host.id(), host.free().memoryMib());
      tasks.put(host.id(), host.tasksOfGroup().wanted());
    }
    for (HostId chosen : Placer.place(request, hosts, random).hosts()) {
      Marks marks = new Marks(hosts, free, tasks);
      long[] own = marks.of(chosen, strategies);
      for (HostView host : hosts) {
        if (value(free, host.id()) >= 100) {
          assertTrue(
              Arrays.compare(own, marks.of(host.id(), strategies)) <= 0,
              () -> chosen + " is worse than " + host.id());
        }
      }
      free.merge(chosen, -100L, Long::sum);
      tasks.merge(chosen, 1, Integer::sum);
    }
  }

  private static <T> T value(Map<HostId, T> values, HostId id) {
    return Objects.requireNonNull(values.get(id));
  }

  /** What each strategy thinks of a host: less is better. */
  private record Marks(List<HostView> hosts, Map<HostId, Long> free, Map<HostId, Integer> tasks) {

    long[] of(HostId id, List<Strategy> strategies) {
      HostView own = find(id);
      List<HostView> branch = hosts;
      long[] marks = new long[strategies.size()];
      for (int place = 0; place < marks.length; place++) {
        Strategy strategy = strategies.get(place);
        branch =
            switch (strategy) {
              case SpreadOverAttribute(var name) ->
                  branch.stream()
                      .filter(other ->
                          other.traits().attribute(name).equals(own.traits().attribute(name)))
                      .toList();
              case SpreadOverHosts() -> List.of(own);
              case Binpack(_), Strategy.Anywhere() -> branch;
            };
        marks[place] =
            switch (strategy) {
              case SpreadOverAttribute(_), SpreadOverHosts() ->
                  branch.stream().mapToLong(other -> value(tasks, other.id())).sum();
              case Binpack(_) -> value(free, id);
              case Strategy.Anywhere() -> 0;
            };
      }
      return marks;
    }

    private HostView find(HostId id) {
      return hosts.stream().filter(host -> host.id().equals(id)).findFirst().orElseThrow();
    }
  }
}
