package io.berth.proxy.health;

import static io.berth.proxy.route.Tables.forward;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.key;
import static io.berth.proxy.route.Tables.listener;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.Moment;
import io.berth.proxy.health.CheckResult.Reason;
import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import io.berth.proxy.route.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When targets are checked and what is thought of them. The interval is 5 s, 3 passes make healthy
 * again, 2 failures unhealthy.
 */
final class HealthBookTest {
  private static final TargetKey KEY = key("g", "t");
  private final HealthBook book = new HealthBook(3);
  private Duration time = Duration.ofSeconds(1_000);

  // ------------------------------------------------------------------ judging

  /** P passed, F failed, S another status; the view after each. */
  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource({
    "P, H",
    "F, I",
    "FF, IU",
    "FP, IH",
    "PF, HH",
    "PFF, HHU",
    "PFPF, HHHH",
    "FFP, IUU",
    "FFPP, IUUU",
    "FFPPP, IUUUH",
    "FFPPFPPP, IUUUUUUH",
    "FFPPPF, IUUUHH",
    "FFS, IUU"
  })
  void thresholdsDecideWhatIsThought(String results, String views) {
    serve(target("t", 80));
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < results.length(); i++) {
      Check check = only();
      book.result(check, result(results.charAt(i)), now());
      seen.append(view().state().name().charAt(0));
      pass(Duration.ofSeconds(5));
    }
    assertEquals(views, seen.toString());
  }

  private static CheckResult result(char letter) {
    return switch (letter) {
      case 'P' -> CheckResult.passed();
      case 'F' -> CheckResult.failed(Reason.TIMEOUT);
      default -> CheckResult.status(500);
    };
  }

  @Test
  void viewTellsWhyAndSinceWhen() {
    serve(target("t", 80));
    assertEquals(List.of(HealthState.INITIAL), states(book.takeChanged()));
    Instant begun = now().wall();
    fail(CheckResult.status(500));
    assertEquals(List.of(), book.takeChanged(), "one failure is none");
    fail(CheckResult.status(503));
    Instant turned = now().wall().minusSeconds(5);
    TargetHealth first = book.takeChanged().getFirst();
    assertEquals(HealthState.UNHEALTHY, first.state());
    assertEquals(Optional.of(CheckResult.status(503)), first.failure());
    assertEquals(turned, first.since());
    assertTrue(turned.isAfter(begun));
    fail(CheckResult.status(503));
    assertEquals(List.of(), book.takeChanged(), "the same once more is no news");
    fail(CheckResult.failed(Reason.CONNECTION_FAILED));
    TargetHealth second = book.takeChanged().getFirst();
    assertEquals(Optional.of(CheckResult.failed(Reason.CONNECTION_FAILED)), second.failure());
    assertEquals(turned, second.since(), "it is unhealthy since then, whatever for");
    assertTrue(second.sequence() > first.sequence());
  }

  private void fail(CheckResult result) {
    book.result(only(), result, now());
    pass(Duration.ofSeconds(5));
  }

  // ------------------------------------------------------------------ when

  @Test
  void newTargetIsCheckedAtOnceAndThenByTheInterval() {
    serve(target("t", 80));
    Check first = only();
    assertEquals(80, first.port());
    assertEquals(List.of(), book.due(now()), "it is under way");
    pass(Duration.ofSeconds(2));
    book.result(first, CheckResult.passed(), now());
    assertEquals(List.of(), book.due(now()));
    assertEquals(Optional.of(Duration.ofSeconds(1_005)), book.nextDue());
    pass(Duration.ofMillis(2_999));
    assertEquals(List.of(), book.due(now()));
    pass(Duration.ofMillis(1));
    only();
  }

  @Test
  void checksThatTakeLongAreNeverTwoOfOneTarget() {
    serve(target("t", 80));
    Check first = only();
    pass(Duration.ofSeconds(60));
    assertEquals(List.of(), book.due(now()));
    book.result(first, CheckResult.passed(), now());
    only();
  }

  @Test
  void onlySoManyChecksAreMadeAtOnceAndNobodyIsForgotten() {
    Target[] many = IntStream.range(0, 7).mapToObj(i -> target("t" + i, 80)).toArray(Target[]::new);
    serve(many);
    List<TargetKey> checked = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<Check> due = book.due(now());
      assertEquals(round < 2 ? 3 : 1, due.size());
      assertEquals(round == 2, book.nextDue().isPresent());
      due.forEach(check -> {
        checked.add(check.key());
        book.result(check, CheckResult.passed(), now());
      });
    }
    assertEquals(7, checked.stream().distinct().count());
  }

  @Test
  void portOfTheCheckMayBeAnother() {
    HealthCheck elsewhere =
        new HealthCheck(
            HealthCheck.Way.HTTP,
            java.util.OptionalInt.of(9),
            "/",
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            2,
            2,
            Tables.CHECK.passing());
    book.serve(simple(80, group("g", elsewhere, target("t", 80))), now());
    assertEquals(9, only().port());
  }

  // ------------------------------------------------------------------ tables

  @Test
  void fencedTargetIsNotCheckedAndAnActiveOneAnewAtOnce() {
    serve(target("t", 80));
    Check before = only();
    serve(target("t", 80, TargetState.FENCED));
    assertEquals(HealthState.UNCHECKED, view().state());
    book.result(before, CheckResult.passed(), now());
    assertEquals(HealthState.UNCHECKED, view().state(), "it came too late");
    pass(Duration.ofMinutes(1));
    assertEquals(List.of(), book.due(now()));
    assertEquals(Optional.empty(), book.nextDue());
    serve(target("t", 80));
    assertEquals(HealthState.INITIAL, view().state());
    book.result(before, CheckResult.passed(), now());
    assertEquals(HealthState.INITIAL, view().state(), "it was of another life");
    book.result(only(), CheckResult.passed(), now());
    assertEquals(HealthState.HEALTHY, view().state());
  }

  @Test
  void drainingTargetIsCheckedOn() {
    serve(target("t", 80));
    book.result(only(), CheckResult.passed(), now());
    serve(target("t", 80, TargetState.DRAINING));
    assertEquals(HealthState.HEALTHY, view().state());
    pass(Duration.ofSeconds(5));
    only();
  }

  @Test
  void groupThatNoRuleNamesIsNotChecked() {
    TargetGroup unused = group("unused", target("t", 80));
    book.serve(
        Tables.table(
            List.of(Tables.balancer("web", 1)),
            List.of(listener("l", Tables.at("web", 80), forward("g"))),
            List.of(group("g"), unused)),
        now());
    assertEquals(List.of(), book.due(now()));
    assertEquals(HealthState.UNCHECKED, book.of(key("unused", "t")).orElseThrow().state());
  }

  @Test
  void droppedTargetsAreForgottenWithWhatIsUnderWay() {
    serve(target("t", 80), target("u", 81));
    List<Check> due = book.due(now());
    serve();
    assertEquals(List.of(), book.takeChanged());
    assertEquals(Optional.empty(), book.of(KEY));
    due.forEach(check -> book.result(check, CheckResult.passed(), now()));
    assertEquals(Optional.empty(), book.nextDue());
    Target[] many = IntStream.range(0, 5).mapToObj(i -> target("t" + i, 80)).toArray(Target[]::new);
    serve(many);
    assertEquals(3, book.due(now()).size(), "their places are free");
  }

  @Test
  void shorterIntervalCountsFromNow() {
    serve(target("t", 80));
    book.result(only(), CheckResult.passed(), now());
    HealthCheck quick =
        new HealthCheck(
            HealthCheck.Way.HTTP,
            java.util.OptionalInt.empty(),
            "/",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            2,
            2,
            Tables.CHECK.passing());
    book.serve(simple(80, group("g", quick, target("t", 80))), now());
    pass(Duration.ofSeconds(1));
    only();
  }

  @Test
  void sameTableAgainChangesNothing() {
    serve(target("t", 80));
    book.result(only(), CheckResult.passed(), now());
    book.takeChanged();
    serve(target("t", 80));
    assertEquals(List.of(), book.takeChanged());
    assertEquals(List.of(), book.due(now()));
  }

  // ------------------------------------------------------------------ builders

  private void serve(Target... targets) {
    RoutingTable table = simple(80, group("g", targets));
    book.serve(table, now());
  }

  private Check only() {
    List<Check> due = book.due(now());
    assertEquals(1, due.size());
    return due.getFirst();
  }

  private TargetHealth view() {
    return book.of(KEY).orElseThrow();
  }

  private static List<HealthState> states(List<TargetHealth> views) {
    return views.stream().map(TargetHealth::state).toList();
  }

  private Moment now() {
    return new Moment(Instant.EPOCH.plus(time), time);
  }

  private void pass(Duration span) {
    time = time.plus(span);
  }
}
