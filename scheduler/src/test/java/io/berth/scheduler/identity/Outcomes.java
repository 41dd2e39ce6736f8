package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Takes outcomes apart and fails when they are not what the test expects. */
final class Outcomes {
  private Outcomes() {}

  static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var reason, var sentence) ->
          throw new AssertionError(reason + ": " + sentence);
    };
  }

  static boolean isRefused(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?>;
  }

  static void assertRefused(Reason reason, String part, Outcome<?> outcome) {
    switch (outcome) {
      case Outcome.Done<?>(var value) -> throw new AssertionError("not refused: " + value);
      case Outcome.Refused<?>(var found, var sentence) -> {
        assertEquals(reason, found, sentence);
        assertTrue(sentence.contains(part), sentence);
      }
    }
  }
}
