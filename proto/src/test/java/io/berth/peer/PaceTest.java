package io.berth.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.Moment;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When the scheduler is called again, and what an operator is told meanwhile. Method: virtual time;
 * a session lives as long as the test says.
 */
class PaceTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private final Pace pace = new Pace(RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(1));
  private Duration sinceBoot = Duration.ofDays(1);

  private Moment now() {
    return new Moment(Instant.EPOCH.plus(sinceBoot), sinceBoot);
  }

  private static Ending refused(RefusalCode code, Duration retryAfter) {
    return new Ending.Refused(code, "no", Optional.of(retryAfter));
  }

  private static Ending refused(RefusalCode code) {
    return new Ending.Refused(code, "no", Optional.empty());
  }

  /** A session that is opened, lives so long and ends so; answers the wait, which passes. */
  private Duration lived(Duration life, Ending ending) {
    pace.opened(now());
    sinceBoot = sinceBoot.plus(life);
    return ended(ending);
  }

  private Duration ended(Ending ending) {
    Duration wait = pace.after(ending, now());
    sinceBoot = sinceBoot.plus(wait);
    return wait;
  }

  private static void assertBetween(Duration least, Duration most, Duration wait) {
    assertTrue(
        wait.compareTo(least) >= 0 && wait.compareTo(most) <= 0,
        () -> wait + " is not between " + least + " and " + most);
  }

  /** How often the scheduler is called within an hour in which each session ends so. */
  private int callsInAnHour(Duration life, Ending ending) {
    Duration end = sinceBoot.plusHours(1);
    int calls = 0;
    while (sinceBoot.compareTo(end) < 0 && calls < 10_000) {
      calls++;
      Duration _ = lived(life, ending);
    }
    return calls;
  }

  @Test
  void cutStreamsAreTriedSoonThenSeldomWithinABound() {
    assertBetween(Duration.ofMillis(125), Duration.ofMillis(250), ended(new Ending.Cut("cable")));
    for (int failure = 0; failure < 100; failure++) {
      Duration _ = ended(new Ending.Cut("cable"));
    }
    assertBetween(Duration.ofSeconds(15), Backoff.MOST, ended(new Ending.Cut("cable")));
  }

  @Test
  void noWaitAtAllIsNotTakenAtItsWord() {
    int calls = callsInAnHour(NO_TIME, refused(RefusalCode.REFUSAL_CODE_BUSY, Duration.ZERO));
    assertTrue(calls < 260, () -> "calls: " + calls);
  }

  @ParameterizedTest
  @EnumSource(RefusalCode.class)
  void sessionsThatAreOpenedToBeTurnedOutDoNotLoop(RefusalCode code) {
    int calls = callsInAnHour(Duration.ofMillis(40), refused(code));
    assertTrue(calls < 260, () -> code + " calls: " + calls);
  }

  @Test
  void fullDiskDoesNotLoop() {
    int calls = callsInAnHour(Duration.ofMillis(40), new Ending.Failed("the disk is full"));
    assertTrue(calls < 260, () -> "calls: " + calls);
  }

  @Test
  void sessionThatHasLastedBeginsTheBackoffAnew() {
    for (int failure = 0; failure < 10; failure++) {
      Duration _ = lived(Pace.LASTING.minusMillis(1), new Ending.Cut("cable"));
    }
    assertBetween(
        Duration.ofSeconds(15),
        Backoff.MOST,
        lived(Pace.LASTING.minusMillis(1), new Ending.Cut("cable")));
    assertBetween(
        Duration.ofMillis(125),
        Duration.ofMillis(250),
        lived(Pace.LASTING, new Ending.Cut("cable")));
    // The one after it was never open, whatever time has passed.
    Duration _ = ended(new Ending.Cut("cable"));
    sinceBoot = sinceBoot.plusHours(1);
    assertBetween(Duration.ofMillis(500), Duration.ofSeconds(1), ended(new Ending.Cut("cable")));
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSAL_CODE_IDENTITY_UNKNOWN, 300",
    "REFUSAL_CODE_IDENTITY_REVOKED, 300",
    "REFUSAL_CODE_FEATURE_MISSING, 300",
    "REFUSAL_CODE_WRONG_KIND, 300",
    "REFUSAL_CODE_TOKEN_INVALID, 300",
    "REFUSAL_CODE_REPLACED, 15",
    "REFUSAL_CODE_HELLO_INVALID, 15",
    "REFUSAL_CODE_CONTRACT_BROKEN, 15",
    "REFUSAL_CODE_REQUEST_INVALID, 15",
    "REFUSAL_CODE_SECOND_STREAM, 5",
    "REFUSAL_CODE_BUSY, 0",
    "REFUSAL_CODE_PROOF_INVALID, 0",
    "REFUSAL_CODE_UNSPECIFIED, 0",
    "UNRECOGNIZED, 0"
  })
  void eachRefusalHasItsLeastWait(RefusalCode code, int seconds) {
    Duration least = Duration.ofSeconds(seconds);
    Duration most = least.plus(least.dividedBy(4)).plusMillis(250);
    assertBetween(least, most, ended(refused(code)));
  }

  @Test
  void schedulerThatBreaksTheContractIsNotAskedAgainAtOnce() {
    assertBetween(
        Duration.ofSeconds(15), Duration.ofSeconds(19), ended(new Ending.Broken("two hellos")));
  }

  @ParameterizedTest
  @EnumSource(RefusalCode.class)
  void noRefusalIsTriedSoonerThanItAsksFor(RefusalCode code) {
    Duration asked = Duration.ofMinutes(20);
    assertBetween(asked, Duration.ofMinutes(25), ended(refused(code, asked)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3600000, 3600000", "3600001, 3600000", "-1, 3600000"})
  void waitIsReadAsTheContractBoundsIt(int wire, long milliseconds) {
    assertEquals(
        Optional.of(Duration.ofMillis(milliseconds)),
        Bounds.retryAfter(Refusal.newBuilder().setRetryAfterMs(wire).build()));
    assertEquals(Optional.empty(), Bounds.retryAfter(Refusal.getDefaultInstance()));
  }

  // ------------------------------------------------------------------ what an operator is told

  @ParameterizedTest
  @CsvSource({
    "REFUSAL_CODE_IDENTITY_REVOKED, berth token create",
    "REFUSAL_CODE_IDENTITY_UNKNOWN, berth token create",
    "REFUSAL_CODE_TOKEN_INVALID, berth token create",
    "REFUSAL_CODE_FEATURE_MISSING, Upgrade this program",
    "REFUSAL_CODE_CONTRACT_BROKEN, Upgrade this program",
    "REFUSAL_CODE_HELLO_INVALID, Upgrade this program",
    "REFUSAL_CODE_REPLACED, Stop one of the two",
    "REFUSAL_CODE_SECOND_STREAM, new token",
    "REFUSAL_CODE_WRONG_KIND, token of its own kind"
  })
  void whatAPersonCanMendIsSaid(RefusalCode code, String words) {
    String remedy = Remedies.of(refused(code)).orElseThrow();
    assertTrue(remedy.contains(words), remedy);
  }

  @Test
  void fullDiskAndAStateThatWasPutBackHaveTheirRemedies() {
    assertTrue(Remedies.of(new Ending.Failed("full")).orElseThrow().contains("disk"));
    assertTrue(Remedies.of(new Ending.Broken("epoch")).orElseThrow().contains("epoch"));
  }

  @Test
  void whatPassesByItselfHasNoRemedy() {
    assertEquals(Optional.empty(), Remedies.of(refused(RefusalCode.REFUSAL_CODE_BUSY)));
    assertEquals(Optional.empty(), Remedies.of(new Ending.Cut("cable")));
    assertEquals(Optional.empty(), Remedies.of(new Ending.Silent("nobody")));
  }

  @Test
  void endIsNamedByItsCodeOrKind() {
    assertEquals("REFUSAL_CODE_BUSY", refused(RefusalCode.REFUSAL_CODE_BUSY).kind());
    assertEquals("Cut", new Ending.Cut("cable").kind());
  }
}
