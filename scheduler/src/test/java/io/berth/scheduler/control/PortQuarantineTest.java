package io.berth.scheduler.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.control.PortQuarantine.ProxyStanding;
import io.berth.scheduler.control.PortQuarantine.Verdict;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A freed port is held by every proxy that may still send the former task's requests there. */
class PortQuarantineTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration MAX_STALE = Duration.ofMinutes(15);
  private static final PortQuarantine HELD = new PortQuarantine(new Version(3, 100), NOON);

  static Stream<Arguments> cases() {
    ProxyStanding knows = proxy(1, new Version(3, 100), NOON.plusSeconds(10));
    ProxyStanding later = proxy(2, new Version(4, 1), NOON.plusSeconds(10));
    ProxyStanding behind = proxy(3, new Version(3, 99), NOON.plusSeconds(10));
    ProxyStanding silent =
        new ProxyStanding(new PeerId(0, 4), Optional.empty(), NOON.minusSeconds(9_000));
    Instant behindEnds = NOON.plusSeconds(10).plus(MAX_STALE);
    Instant silentEnds = NOON.plus(MAX_STALE);
    return Stream.of(
        row("no proxy at all", List.of(), NOON, released()),
        row("every proxy has forgotten it", List.of(knows, later), NOON, released()),
        row("one is behind", List.of(knows, behind), NOON, held(behindEnds, 3)),
        row("one of an older epoch", List.of(older()), NOON, held(behindEnds, 5)),
        row("nobody knows what one serves", List.of(silent), NOON, held(silentEnds, 4)),
        row("two are behind", List.of(silent, behind), NOON, held(behindEnds, 3, 4)),
        row(
            "just before it is stale",
            List.of(behind),
            behindEnds.minusMillis(1),
            held(behindEnds, 3)),
        row("stale", List.of(behind), behindEnds, released()),
        row("stale since the port was freed", List.of(silent), silentEnds, released()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void portIsHeldByWhoMayStillSendThere(
      String name, List<ProxyStanding> proxies, Instant now, Verdict expected) {
    assertEquals(expected, HELD.judge(proxies, MAX_STALE, now), name);
  }

  private static ProxyStanding older() {
    return proxy(5, new Version(2, 1_000), NOON.plusSeconds(10));
  }

  private static ProxyStanding proxy(int id, Version served, Instant trustedUntil) {
    return new ProxyStanding(new PeerId(0, id), Optional.of(served), trustedUntil);
  }

  private static Verdict released() {
    return new Verdict.Released();
  }

  private static Verdict held(Instant until, int... by) {
    return new Verdict.Held(
        Set.copyOf(IntStream.of(by).mapToObj(id -> new PeerId(0, id)).toList()), until);
  }

  private static Arguments row(
      String name, List<ProxyStanding> proxies, Instant now, Verdict expected) {
    return Arguments.of(name, proxies, now, expected);
  }
}
