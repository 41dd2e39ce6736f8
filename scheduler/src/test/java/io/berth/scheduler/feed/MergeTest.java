package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetHealth.Reason;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.store.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all proxies together think of a target, by what each of them thinks. */
final class MergeTest {
  private static final Instant LATER = Samples.NOON.plusSeconds(9);
  private static final TargetHealth BEFORE = TargetHealth.unjudged(Samples.NOON);

  /** One letter for each proxy: healthy, unhealthy, initial, unchecked, or silent. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "h, HEALTHY",
    "hhh, HEALTHY",
    "hhu, INITIAL",
    "hu, INITIAL",
    "uu, UNHEALTHY",
    "huu, UNHEALTHY",
    "hhi, INITIAL",
    "hs, INITIAL",
    "us, INITIAL",
    "uus, UNHEALTHY",
    "i, INITIAL",
    "s, INITIAL",
    "hx, HEALTHY",
    "ux, UNHEALTHY",
  })
  void targetIsHealthyWhenAllSaySoAndUnhealthyWhenMostDo(String views, Verdict expected) {
    assertEquals(expected, merged(views).orElseThrow().verdict(), views);
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "xx"})
  void whatNobodyJudgesStaysAsItWas(String views) {
    assertEquals(Optional.empty(), merged(views));
  }

  @Test
  void verdictKeepsItsMomentWhileItStands() {
    TargetHealth healthy =
        new TargetHealth(Verdict.HEALTHY, Reason.NONE, OptionalInt.empty(), Samples.NOON);
    assertEquals(Optional.of(healthy), Merge.of(List.of(Optional.of(view('h'))), healthy, LATER));
    assertEquals(LATER, merged("h").orElseThrow().since());
  }

  @Test
  void reasonIsThatOfTheLatestFailure() {
    HealthView refused =
        new HealthView(
            HealthView.Opinion.UNHEALTHY,
            Reason.CONNECTION_FAILED,
            OptionalInt.empty(),
            1,
            Samples.NOON);
    HealthView answered =
        new HealthView(
            HealthView.Opinion.UNHEALTHY,
            Reason.STATUS_MISMATCH,
            OptionalInt.of(503),
            1,
            Samples.NOON.plusSeconds(1));
    TargetHealth merged =
        Merge.of(List.of(Optional.of(answered), Optional.of(refused)), BEFORE, LATER).orElseThrow();
    assertEquals(Reason.STATUS_MISMATCH, merged.reason());
    assertEquals(OptionalInt.of(503), merged.status());
  }

  private static Optional<TargetHealth> merged(String views) {
    List<Optional<HealthView>> all =
        views
            .chars()
            .mapToObj(one -> one == 's' ? Optional.<HealthView>empty() : Optional.of(view(one)))
            .toList();
    return Merge.of(all, BEFORE, LATER);
  }

  private static HealthView view(int letter) {
    HealthView.Opinion opinion =
        switch (letter) {
          case 'h' -> HealthView.Opinion.HEALTHY;
          case 'u' -> HealthView.Opinion.UNHEALTHY;
          case 'i' -> HealthView.Opinion.INITIAL;
          case 'x' -> HealthView.Opinion.UNCHECKED;
          default -> throw new AssertionError(letter);
        };
    return new HealthView(opinion, Reason.NONE, OptionalInt.empty(), 1, Samples.NOON);
  }
}
