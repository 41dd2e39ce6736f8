package io.berth.proxy.balance;

import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.key;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proxy.route.Action.Forward;
import io.berth.proxy.route.Action.WeightedGroup;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetId;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is picked, how evenly, and who never. */
final class BalanceTest {
  private static final GroupId GROUP = new GroupId("g");
  private final Balance balance = new Balance(new Random(5));

  @Test
  void equalTargetsTakeTurns() {
    serve(_ -> true, target("a", 1), target("b", 2), target("c", 3));
    List<String> round = picks(3);
    assertEquals(Set.of("a", "b", "c"), Set.copyOf(round));
    assertEquals(round, picks(3));
    assertEquals(round, picks(3));
  }

  @Test
  void weightsAreSharesAndSpreadEvenly() {
    serve(_ -> true, weighing("a", 300), weighing("b", 100), weighing("c", 100));
    assertEquals(Map.of("a", 60, "b", 20, "c", 20), shares(picks(100)));
    List<String> five = picks(5);
    assertFalse(String.join("", five).contains("aaa"), () -> five.toString());
  }

  /** H healthy, u unhealthy; A active, D draining, F fenced. */
  @ParameterizedTest(name = "{0} picks {1}")
  @CsvSource({
    "HA, 0",
    "HA HA, 0 1",
    "HA uA, 0",
    "uA uA, 0 1",
    "uA HD, 0",
    "uA HF, 0",
    "HD HA uA, 1",
    "uD uF, ''",
    "HD HF, ''",
    "'', ''"
  })
  void onlyActiveTargetsAreEverPickedAndUnhealthyOnesWhenAllAre(String targets, String picked) {
    List<Target> list = new ArrayList<>();
    Set<TargetKey> healthy = new HashSet<>();
    for (String one : targets.isEmpty() ? new String[0] : targets.split(" ")) {
      String id = String.valueOf(list.size());
      TargetState state =
          switch (one.charAt(1)) {
            case 'A' -> TargetState.ACTIVE;
            case 'D' -> TargetState.DRAINING;
            default -> TargetState.FENCED;
          };
      list.add(target(id, 80, state));
      if (one.charAt(0) == 'H') {
        healthy.add(key("g", id));
      }
    }
    serve(healthy::contains, list.toArray(Target[]::new));
    assertEquals(
        picked.isEmpty() ? Set.of() : Set.of(picked.split(" ")),
        Set.copyOf(picks(list.size() * 2)));
  }

  @Test
  void healthThatChangesMovesTheRequests() {
    Set<TargetKey> healthy = new HashSet<>(Set.of(key("g", "a"), key("g", "b")));
    serve(healthy::contains, target("a", 1), target("b", 2));
    healthy.remove(key("g", "a"));
    assertEquals(Set.of("a", "b"), Set.copyOf(picks(2)), "nobody has told yet");
    balance.judge(List.of(key("g", "a"), key("g", "unknown")), healthy::contains);
    assertEquals(Set.of("b"), Set.copyOf(picks(4)));
    healthy.add(key("g", "a"));
    balance.judge(List.of(key("g", "a")), healthy::contains);
    assertEquals(Set.of("a", "b"), Set.copyOf(picks(2)));
  }

  @Test
  void secondTryFindsAnotherTargetAndEndsWhenThereIsNone() {
    serve(_ -> true, weighing("a", 1_000), weighing("b", 1), weighing("c", 1));
    List<TargetLoad> tried = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      TargetLoad load = balance.pick(GROUP, tried).orElseThrow();
      tried.add(load);
      names.add(load.key().targetId().text());
    }
    assertEquals(Set.of("a", "b", "c"), names);
    assertEquals(Optional.empty(), balance.pick(GROUP, tried));
  }

  // ------------------------------------------------------------------ groups

  @Test
  void groupsShareByWeightAndNoneStandsIn() {
    RoutingTable table =
        Tables.table(List.of(), List.of(), List.of(group("light"), group("heavy"), group("none")));
    balance.serve(table, _ -> true);
    Forward forward =
        new Forward(List.of(weight("light", 1), weight("heavy", 3), weight("none", 0)));
    Map<String, Integer> shares = new TreeMap<>();
    for (int i = 0; i < 4_000; i++) {
      shares.merge(balance.group(forward).orElseThrow().id().text(), 1, Integer::sum);
    }
    assertEquals(Set.of("light", "heavy"), shares.keySet());
    assertEquals(1_000, shares.getOrDefault("light", 0), 150);
    assertEquals(Optional.empty(), balance.pick(new GroupId("light"), List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void groupsWithoutAnyWeightGetNothing(int groups) {
    balance.serve(Tables.table(List.of(), List.of(), List.of(group("a"), group("b"))), _ -> true);
    List<WeightedGroup> weights = List.of(weight("a", 0), weight("b", 0)).subList(0, groups);
    assertEquals(Optional.empty(), balance.group(new Forward(weights)));
  }

  // ------------------------------------------------------------------ in flight

  @Test
  void drainingTargetIsIdleWhenItsLastRequestEnds() {
    serve(_ -> true, target("a", 1));
    TargetLoad load = balance.pick(GROUP, List.of()).orElseThrow();
    load.begin();
    load.begin();
    assertEquals(Map.of(), balance.leaving());
    serve(_ -> true, target("a", 1, TargetState.DRAINING));
    assertEquals(Map.of(key("g", "a"), 2), balance.leaving());
    assertFalse(load.end());
    assertTrue(load.end(), "now somebody waits for it");
    assertEquals(Map.of(key("g", "a"), 0), balance.leaving());
    assertFalse(load.takesRequests());
  }

  @Test
  void activeTargetThatIsIdleIsNoNews() {
    serve(_ -> true, target("a", 1));
    TargetLoad load = balance.pick(GROUP, List.of()).orElseThrow();
    load.begin();
    assertFalse(load.end());
    assertThrows(IllegalStateException.class, load::end);
  }

  @Test
  void targetThatIsActiveAgainGetsRequestsAgain() {
    serve(_ -> true, target("a", 1, TargetState.DRAINING));
    assertEquals(List.of(), picks(1));
    serve(_ -> true, target("a", 1));
    assertEquals(List.of("a"), picks(1));
  }

  @Test
  void droppedTargetsAreToldOnceAndKeepTheirCount() {
    serve(_ -> true, target("a", 1), target("b", 2));
    TargetLoad load = balance.pick(GROUP, List.of()).orElseThrow();
    load.begin();
    String other = load.key().targetId().text().equals("a") ? "b" : "a";
    List<TargetLoad> dropped = serve(_ -> true, target(other, 3));
    assertEquals(List.of(load), dropped);
    assertFalse(load.isInTable());
    assertEquals(Map.of(), balance.leaving());
    assertFalse(load.end(), "nobody waits for what is gone");
    assertEquals(List.of(), serve(_ -> true, target(other, 3)));
  }

  @Test
  void targetKeepsItsCountWhenItsGroupIsReplaced() {
    serve(_ -> true, target("a", 1));
    balance.pick(GROUP, List.of()).orElseThrow().begin();
    serve(_ -> true, target("a", 1), target("b", 2));
    serve(_ -> true, target("a", 1, TargetState.FENCED), target("b", 2));
    assertEquals(Map.of(key("g", "a"), 1), balance.leaving());
  }

  // ------------------------------------------------------------------ builders

  private List<TargetLoad> serve(Predicate<TargetKey> healthy, Target... targets) {
    TargetGroup group = group("g", targets);
    return balance.serve(simple(80, group), healthy);
  }

  private List<String> picks(int count) {
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      balance.pick(GROUP, List.of()).ifPresent(load -> picked.add(load.key().targetId().text()));
    }
    return picked;
  }

  private static Map<String, Integer> shares(List<String> picks) {
    Map<String, Integer> shares = new TreeMap<>();
    picks.forEach(one -> shares.merge(one, 1, Integer::sum));
    return shares;
  }

  private static Target weighing(String id, int weight) {
    return new Target(new TargetId(id), "127.0.0.1", 80, TargetState.ACTIVE, weight);
  }

  private static WeightedGroup weight(String group, int weight) {
    return new WeightedGroup(new GroupId(group), weight);
  }
}
