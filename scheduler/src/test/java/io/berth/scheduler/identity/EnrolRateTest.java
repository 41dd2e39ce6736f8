package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No address gets more tries than its share, and the table does not grow beyond its bound. */
class EnrolRateTest {
  private static final Instant NOON = Samples.NOON;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final EnrolRate.Limits LIMITS = new EnrolRate.Limits(3, SECOND, 4);

  private final EnrolRate rate = new EnrolRate(LIMITS, NOON);

  static LongStream seeds() {
    return Seeds.first(20);
  }

  @Test
  void burstIsServedAndThenOneTryPerInterval() {
    assertEquals(3, admitted("192.0.2.1", NOON, 10));
    assertEquals(Duration.ofMillis(400), take("192.0.2.1", NOON.plusMillis(600)));
    assertEquals(1, admitted("192.0.2.1", NOON.plusMillis(1_000), 10));
    assertEquals(2, admitted("192.0.2.1", NOON.plusMillis(3_900), 10));
    assertEquals(1, admitted("192.0.2.1", NOON.plusMillis(4_000), 10));
    assertEquals(3, admitted("192.0.2.1", NOON.plusSeconds(100_000), 10));
  }

  @Test
  void addressesDoNotShareTheirTries() {
    assertEquals(3, admitted("192.0.2.1", NOON, 4));
    assertEquals(3, admitted("192.0.2.2", NOON, 4));
  }

  @Test
  void networkOfIpv6AddressesSharesItsTries() {
    assertEquals(2, admitted("2001:db8:0:1::1", NOON, 2));
    assertEquals(1, admitted("2001:db8:0:1:ffff::9", NOON, 2));
    assertEquals(3, admitted("2001:db8:0:2::1", NOON, 4));
  }

  @Test
  void clockThatIsSetBackGivesNothingAndTakesNothing() {
    assertEquals(3, admitted("192.0.2.1", NOON, 3));
    assertEquals(SECOND, take("192.0.2.1", NOON.minusSeconds(50)));
    assertEquals(1, admitted("192.0.2.1", NOON.plusSeconds(1), 3));
  }

  @Test
  void strangersShareOneBucketWhenTheTableIsFull() {
    for (int host = 1; host <= 4; host++) {
      admitted("192.0.2." + host, NOON, 3);
    }
    int served = 0;
    for (int host = 5; host <= 100; host++) {
      served += admitted("192.0.2." + host, NOON, 1);
    }
    assertEquals(3, served);
    assertEquals(4, rate.size());
  }

  @Test
  void bucketsThatAreFullAgainMakeRoom() {
    for (int host = 1; host <= 4; host++) {
      admitted("192.0.2." + host, NOON, 1);
    }
    for (int host = 5; host <= 8; host++) {
      assertEquals(3, admitted("192.0.2." + host, NOON.plusSeconds(1), 4));
    }
    assertEquals(4, rate.size());
  }

  @Test
  void limitsThatAllowNothingAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new EnrolRate.Limits(0, SECOND, 1));
    assertThrows(IllegalArgumentException.class, () -> new EnrolRate.Limits(1, Duration.ZERO, 1));
    assertThrows(IllegalArgumentException.class, () -> new EnrolRate.Limits(1, SECOND, 0));
    assertTrue(EnrolRate.Limits.standard().burst() > 0);
  }

  /** Goal: whatever comes, one address is served at most its burst and one more per interval. */
  @ParameterizedTest
  @MethodSource("seeds")
  void addressIsNeverServedMoreThanItsShare(long seed) {
    RandomGenerator random = Seeds.random(seed);
    int served = 0;
    Instant now = NOON;
    for (int step = 0; step < 500; step++) {
      now = now.plusMillis(random.nextInt(400));
      take("198.51.100." + random.nextInt(20), now);
      if (take("192.0.2.1", now).isZero()) {
        served++;
      }
      assertTrue(rate.size() <= LIMITS.mostAddresses());
    }
    long share = LIMITS.burst() + Duration.between(NOON, now).dividedBy(SECOND);
    // Once as a stranger too, while the table was full.
    assertTrue(served <= share + LIMITS.burst(), served + " of " + share);
    assertTrue(served > 0);
  }

  private int admitted(String address, Instant now, int tries) {
    int admitted = 0;
    for (int count = 0; count < tries; count++) {
      admitted += take(address, now).isZero() ? 1 : 0;
    }
    return admitted;
  }

  private Duration take(String address, Instant now) {
    return rate.take(InetAddress.ofLiteral(address), now);
  }
}
