package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.PeerId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is silent, by monotonic time alone. */
final class LeasesTest {
  private static final PeerId PEER = new PeerId(0, 1);

  /** Near the end of the range, where monotonic time wraps around. */
  private final long start = Long.MAX_VALUE - 1_000;

  private final Leases leases = new Leases(Duration.ofSeconds(6), Duration.ofSeconds(2), start);

  @Test
  void peerIsSilentOnceAfterItsLeaseAndBackOnce() {
    leases.heard(PEER, start);
    assertEquals(List.of(), pass(0, 5_900).silent());
    assertEquals(List.of(PEER), leases.turn(at(6_000)).silent());
    assertEquals(List.of(), leases.turn(at(6_500)).silent());
    leases.heard(PEER, at(6_600));
    assertEquals(List.of(PEER), leases.turn(at(7_000)).back());
    assertEquals(List.of(), leases.turn(at(7_500)).back());
    assertEquals(List.of(PEER), pass(7_500, 12_600).silent());
  }

  @Test
  void lateTurnOfTheSchedulerSilencesNobody() {
    leases.heard(PEER, start);
    leases.turn(at(500));
    assertEquals(List.of(), leases.turn(at(60_500)).silent());
    assertEquals(List.of(), pass(60_500, 65_900).silent());
    assertEquals(List.of(PEER), leases.turn(at(66_000)).silent());
  }

  @Test
  void expectedPeerGetsItsTimeAndNoMore() {
    leases.expect(PEER, Duration.ofSeconds(6), start);
    assertEquals(List.of(), pass(0, 5_500).silent());
    assertEquals(List.of(PEER), leases.turn(at(6_000)).silent());
  }

  @Test
  void forgottenPeerIsNeverSilent() {
    leases.heard(PEER, start);
    leases.forget(PEER);
    assertEquals(List.of(), pass(0, 10_000).silent());
  }

  /** Turns every half second; answers the last turn. */
  private Leases.Turn pass(long fromMillis, long toMillis) {
    for (long millis = fromMillis + 500; millis < toMillis; millis += 500) {
      Leases.Turn turn = leases.turn(at(millis));
      assertEquals(List.of(), turn.silent(), "at " + millis);
    }
    return leases.turn(at(toMillis));
  }

  private long at(long millis) {
    return start + Duration.ofMillis(millis).toNanos();
  }
}
