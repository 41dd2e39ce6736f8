package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Strategy.Binpack;
import io.berth.scheduler.model.Strategy.Resource;
import io.berth.scheduler.model.Strategy.SpreadOverAttribute;
import io.berth.scheduler.model.Strategy.SpreadOverHosts;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.store.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts that come before others as long as they have room. */
class PreferencesTest {
  private static final TaskShape SHAPE = new TaskShape(new Resources(0, 100, 0, 0));
  private static final String SSD = "attribute:disk == ssd";
  private static final String ZONE_A = "attribute:zone == a";
  private static final String APART = "not(task:group == service:web)";

  record Row(
      String name,
      List<HostView> hosts,
      List<String> preferences,
      List<Strategy> strategies,
      List<Integer> placed) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static HostView host(int number, int room, String... attributes) {
    return Zoned.host(number, room * 100L, 0, attributes);
  }

  static Stream<Row> rows() {
    return Stream.concat(one(), several());
  }

  private static Stream<Row> one() {
    return Stream.of(
        new Row(
            "preferred until it is full, then the others",
            List.of(host(1, 9), host(2, 2, "disk=ssd")),
            List.of(SSD),
            List.of(),
            List.of(2, 2, 1)),
        new Row(
            "no host is what is preferred: all are alike",
            List.of(host(1, 9), host(2, 3)),
            List.of(SSD),
            List.of(new Binpack(Resource.MEMORY)),
            List.of(2, 2, 2)),
        new Row(
            "before any strategy",
            List.of(host(1, 1), host(2, 9, "disk=ssd")),
            List.of(SSD),
            List.of(new Binpack(Resource.MEMORY)),
            List.of(2, 2)),
        new Row(
            "a strategy decides among those that are preferred",
            List.of(host(1, 9, "disk=ssd"), host(2, 3, "disk=ssd"), host(3, 1)),
            List.of(SSD),
            List.of(new Binpack(Resource.MEMORY)),
            List.of(2, 2, 2, 1)),
        new Row(
            "before the zone over which tasks are spread",
            List.of(host(1, 9, "zone=b"), host(2, 9, "zone=a")),
            List.of(ZONE_A),
            List.of(new SpreadOverAttribute("zone")),
            List.of(2, 2, 2)),
        new Row(
            "a text that nobody understands any more prefers nobody",
            List.of(host(1, 9), host(2, 3)),
            List.of("attribute:"),
            List.of(new Binpack(Resource.MEMORY)),
            List.of(2)));
  }

  private static Stream<Row> several() {
    return Stream.of(
        new Row(
            "the first counts more than the second",
            List.of(host(1, 1, "zone=a"), host(2, 1, "disk=ssd"), host(3, 1)),
            List.of(SSD, ZONE_A),
            List.of(),
            List.of(2, 1, 3)),
        new Row(
            "the second decides where the first does not",
            List.of(host(1, 1, "disk=ssd"), host(2, 1, "zone=a", "disk=ssd"), host(3, 9)),
            List.of(SSD, ZONE_A),
            List.of(),
            List.of(2, 1, 3)),
        new Row(
            "the first counts more than all others together",
            List.of(host(1, 1, "zone=a", "rack=1"), host(2, 1, "disk=ssd")),
            List.of(SSD, ZONE_A, "attribute:rack == 1"),
            List.of(),
            List.of(2, 1)),
        new Row(
            "one that is about tasks sees those that were placed just before",
            List.of(host(1, 9, "disk=ssd"), host(2, 9)),
            List.of(APART, SSD),
            List.of(new Strategy.Anywhere()),
            List.of(1, 2, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tasksGoInThisOrder(Row row) {
    PlacementRequest request =
        new PlacementRequest(
            SHAPE, row.placed.size(), "service:web", List.of(), row.preferences, row.strategies);

    assertEquals(
        row.placed.stream().map(number -> new HostId(0, number)).toList(),
        Placer.place(request, row.hosts, Seeds.random(1)).hosts());
  }

  @Test
  void preferenceKeepsNobodyFromAPlaceAndOverrulesNoConstraint() {
    PlacementRequest request =
        new PlacementRequest(
            SHAPE,
            2,
            "service:web",
            List.of(new Constraint.DistinctHosts()),
            List.of(SSD),
            List.of(new SpreadOverHosts()));

    Placement placement = Placer.place(request, List.of(host(1, 9, "disk=ssd")), Seeds.random(1));

    assertEquals(List.of(new HostId(0, 1)), placement.hosts());
    assertEquals(
        List.of(new Unplaced(new HostId(0, 1), Lack.DISTINCT_HOSTS)), placement.unplaced());
  }
}
