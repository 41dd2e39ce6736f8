package io.berth.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.Moment;
import io.berth.proto.common.RefusalCode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is renewed in time, and a scheduler that refuses is not asked all the time. */
class RenewalTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TestAuthority AUTHORITY =
      new TestAuthority("1", NOON.minus(Duration.ofDays(100)));
  private static final KeyPair SERVER_KEYS = TestAuthority.keys();

  @TempDir Path directory;
  private final TestScheduler scheduler = new TestScheduler(AUTHORITY, NOON);
  private Duration passed = Duration.ZERO;
  private boolean isAway;
  private LinkParts parts;
  private AtomicReference<PeerIdentity> identity;
  private Renewal renewal;

  @BeforeEach
  void join() throws Exception {
    parts =
        new LinkParts(
            PeerRole.AGENT,
            new LinkFiles(directory),
            this::now,
            new ClockOffset(),
            new SecureRandom(),
            "0.1.0");
    var joined =
        assertInstanceOf(
            Enrolled.Done.class,
            parts
                .enroller()
                .join(connection(), new Enroller.Wish(TestScheduler.TOKEN, "host-1"), now()));
    identity = new AtomicReference<>(joined.identity());
    renewal =
        new Renewal(
            parts,
            identity,
            new SchedulerTrust(parts.files(), parts.files().trust()),
            this::connection);
  }

  private Moment now() {
    return new Moment(NOON.plus(passed), Duration.ofDays(1).plus(passed));
  }

  private EnrolCalls connection() {
    try {
      ServerTrust trust = ServerTrust.ofBundle(AUTHORITY.trusted());
      X509Certificate server = AUTHORITY.server(SERVER_KEYS.getPublic(), now().wall());
      EnrolCalls calls = scheduler.connection(trust, server, AUTHORITY.certificate());
      return isAway ? new Unreachable(calls) : calls;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Nobody answers. */
  private record Unreachable(EnrolCalls calls) implements EnrolCalls {
    @Override
    public io.berth.proto.enrol.GetNonceResponse nonce(io.berth.proto.enrol.GetNonceRequest request)
        throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public io.berth.proto.enrol.EnrolResponse enrol(io.berth.proto.enrol.EnrolRequest request)
        throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public io.berth.proto.enrol.RenewResponse renew(io.berth.proto.enrol.RenewRequest request)
        throws IOException {
      throw new IOException("nobody is there");
    }

    @Override
    public java.util.List<X509Certificate> authorities() {
      return calls.authorities();
    }

    @Override
    public void requireValidAt(Instant schedulersTime) {}

    @Override
    public void close() {
      calls.close();
    }
  }

  /** Turns as its thread does, until so much time has passed; answers how often it turned. */
  private int pass(Duration time) {
    Duration end = passed.plus(time);
    int turns = 0;
    while (passed.compareTo(end) < 0) {
      scheduler.now = now().wall();
      Duration next = renewal.turn(now());
      turns++;
      Duration wait = next.minus(now().sinceBoot());
      assertTrue(wait.isPositive(), () -> "waits " + wait);
      passed = passed.plus(wait);
    }
    return turns;
  }

  @Test
  void youngCertificateStays() {
    int _ = pass(Duration.ofHours(1));
    assertEquals(0, scheduler.renewals.get());
  }

  @Test
  void dueCertificateIsRenewedOnce() {
    PeerIdentity old = identity.get();
    passed = Duration.ofDays(46);
    int _ = pass(Duration.ofDays(1));
    assertEquals(1, scheduler.renewals.get());
    assertEquals(old.id(), identity.get().id());
    assertNotEquals(old.certificate(), identity.get().certificate());
  }

  @Test
  void refusedRenewalBacksOff() {
    passed = Duration.ofDays(46);
    scheduler.refusesRenewals = Optional.of(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED);
    PeerIdentity old = identity.get();
    int _ = pass(Duration.ofDays(1));
    int tries = scheduler.renewals.get();
    assertTrue(tries > 20 && tries < 60, () -> "tries: " + tries);
    assertEquals(old, identity.get());
    scheduler.refusesRenewals = Optional.empty();
    int _ = pass(Duration.ofHours(2));
    assertEquals(tries + 1, scheduler.renewals.get());
    assertNotEquals(old, identity.get());
  }

  @Test
  void busySchedulerIsAskedAgainSooner() {
    passed = Duration.ofDays(46);
    scheduler.refusesRenewals = Optional.of(RefusalCode.REFUSAL_CODE_BUSY);
    int _ = pass(Duration.ofHours(1));
    int tries = scheduler.renewals.get();
    assertTrue(tries > 60 && tries < 140, () -> "tries: " + tries);
  }

  @Test
  void schedulerThatWasAwayRenewsWithinTwoMinutesOfItsReturn() {
    passed = Duration.ofDays(46);
    isAway = true;
    int turns = pass(Duration.ofDays(1));
    assertTrue(turns < 24 * 130, () -> "turns: " + turns);
    isAway = false;
    int _ = pass(Duration.ofMinutes(2));
    assertEquals(1, scheduler.renewals.get());
  }
}
