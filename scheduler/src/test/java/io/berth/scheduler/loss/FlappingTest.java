package io.berth.scheduler.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Contact.Unrest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a host rests that comes and goes. */
class FlappingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void firstReturnIsForgivenAndEachFurtherOneCostsTwiceAsMuch() {
    List<Duration> rests = new ArrayList<>();
    Unrest unrest = Unrest.NONE;
    Instant now = NOON;
    for (int turn = 0; turn < 8; turn++) {
      unrest = Flapping.returned(unrest, now);
      Instant returned = now;
      rests.add(
          unrest.restUntil().map(until -> Duration.between(returned, until)).orElse(Duration.ZERO));
      now = now.plusSeconds(20);
    }

    assertEquals(
        List.of(0L, 30L, 60L, 120L, 240L, 480L, 900L, 900L),
        rests.stream().map(Duration::toSeconds).toList());
  }

  @Test
  void whoStaysIsTrustedAgain() {
    Unrest restless = Flapping.returned(Flapping.returned(Unrest.NONE, NOON), NOON.plusSeconds(9));
    Instant restEnds = restless.restUntil().orElseThrow();

    Unrest soon = Flapping.returned(restless.rested(), NOON.plusSeconds(500));
    Unrest late = Flapping.returned(restless, restEnds.plus(Flapping.FORGOTTEN));

    assertEquals(3, soon.returns());
    assertEquals(1, late.returns());
    assertEquals(Optional.empty(), late.restUntil());
  }
}
