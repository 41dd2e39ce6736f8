package io.berth.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.Moment;
import io.berth.proto.common.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity is gained, kept and renewed, and no token is shown to anybody but the scheduler. */
class EnrollerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TestAuthority AUTHORITY =
      new TestAuthority("1", NOON.minus(Duration.ofDays(100)));
  private static final KeyPair SERVER_KEYS = TestAuthority.keys();

  @TempDir Path directory;
  private final TestScheduler scheduler = new TestScheduler(AUTHORITY, NOON);
  private final ClockOffset offset = new ClockOffset();
  private final Moment now = new Moment(NOON, Duration.ofDays(1));

  private LinkFiles files() {
    return new LinkFiles(directory);
  }

  private Enroller enroller() {
    return new Enroller(PeerRole.AGENT, files(), new PeerKeys(new SecureRandom()), offset, "0.1.0");
  }

  private EnrolCalls connection(ServerTrust trust) throws Exception {
    return scheduler.connection(
        trust,
        AUTHORITY.server(SERVER_KEYS.getPublic(), scheduler.now.minus(Duration.ofDays(1))),
        AUTHORITY.certificate());
  }

  private Enrolled join(String token) throws Exception {
    return enroller()
        .join(
            connection(ServerTrust.pinned(AUTHORITY.fingerprint())),
            new Enroller.Wish(token, "host-1"),
            now);
  }

  private PeerIdentity joined() throws Exception {
    return assertInstanceOf(Enrolled.Done.class, join(TestScheduler.TOKEN)).identity();
  }

  @Test
  void tokenBecomesAnIdentityThatIsFoundAgain() throws Exception {
    PeerIdentity identity = joined();
    assertEquals(TestScheduler.IDENTITY, identity.id());
    assertEquals("default", identity.cluster());
    PeerIdentity found = files().identity().orElseThrow();
    assertEquals(identity, found);
    assertArrayEquals(identity.key().getEncoded(), found.key().getEncoded());
    assertEquals(List.of(AUTHORITY.certificate()), files().trust());
    assertFalse(files().joining().isPresent());
  }

  @Test
  void keysAreForTheirOwnerAlone() throws Exception {
    PeerIdentity _ = joined();
    Path file = directory.resolve(LinkFiles.IDENTITY);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    IOException refused = assertThrows(IOException.class, () -> files().identity());
    assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"));
  }

  @Test
  void damagedIdentityIsNotTakenForAnAbsentOne() throws Exception {
    PeerIdentity _ = joined();
    Path file = directory.resolve(LinkFiles.IDENTITY);
    String text = Files.readString(file);
    for (int length = 0; length < text.length() - 1; length += 97) {
      Files.writeString(file, text.substring(0, length));
      assertThrows(IOException.class, () -> files().identity());
    }
  }

  @Test
  void lostAnswerCostsNothing() throws Exception {
    scheduler.isDeaf = true;
    assertThrows(IOException.class, () -> join(TestScheduler.TOKEN));
    scheduler.isDeaf = false;
    assertEquals(TestScheduler.IDENTITY, joined().id());
  }

  @Test
  void wrongTokenIsRefusedForGoodAndBusyIsNot() throws Exception {
    var wrong = assertInstanceOf(Enrolled.Refused.class, join("another"));
    assertEquals(RefusalCode.REFUSAL_CODE_TOKEN_INVALID, wrong.code());
    assertFalse(wrong.isTemporary());
    scheduler.isBusy = true;
    var busy = assertInstanceOf(Enrolled.Refused.class, join(TestScheduler.TOKEN));
    assertTrue(busy.isTemporary());
    assertTrue(files().identity().isEmpty());
  }

  @Test
  void serverOfAnotherAuthorityHearsNoToken() {
    var other = new TestAuthority("1", NOON.minus(Duration.ofDays(1)));
    ServerTrust trust = ServerTrust.pinned(AUTHORITY.fingerprint());
    X509Certificate server = other.server(SERVER_KEYS.getPublic(), NOON);
    assertThrows(
        CertificateException.class, () -> scheduler.connection(trust, server, other.certificate()));
    // One that shows our authority beside its own certificate is no better.
    assertThrows(
        CertificateException.class,
        () -> scheduler.connection(trust, server, AUTHORITY.certificate()));
    assertThrows(CertificateException.class, () -> scheduler.connection(trust));
    assertEquals(List.of(), scheduler.tokens);
  }

  @Test
  void agentCannotPassForTheScheduler() {
    X509Certificate agent = AUTHORITY.peer(TestScheduler.IDENTITY, SERVER_KEYS.getPublic(), NOON);
    assertThrows(
        CertificateException.class,
        () ->
            scheduler.connection(
                ServerTrust.pinned(AUTHORITY.fingerprint()), agent, AUTHORITY.certificate()));
    assertThrows(
        CertificateException.class,
        () -> scheduler.connection(ServerTrust.ofBundle(AUTHORITY.trusted()), agent));
  }

  @Test
  void serverWhoseTimeIsOverHearsNoToken() throws Exception {
    EnrolCalls calls = connection(ServerTrust.pinned(AUTHORITY.fingerprint()));
    scheduler.now = NOON.plus(Duration.ofDays(100));
    assertThrows(
        UntrustedException.class,
        () -> enroller().join(calls, new Enroller.Wish(TestScheduler.TOKEN, "host-1"), now));
    assertEquals(List.of(), scheduler.tokens);
  }

  @Test
  void clockThatSomebodyElseSignedIsNotBelieved() throws Exception {
    EnrolCalls calls = connection(ServerTrust.pinned(AUTHORITY.fingerprint()));
    scheduler.authority = new TestAuthority("1", NOON);
    assertThrows(
        UntrustedException.class,
        () -> enroller().join(calls, new Enroller.Wish(TestScheduler.TOKEN, "host-1"), now));
    assertEquals(List.of(), scheduler.tokens);
  }

  @Test
  void hostWithAWrongClockJoinsAndCorrectsItself() throws Exception {
    scheduler.now = NOON.plus(Duration.ofDays(20));
    PeerIdentity identity = joined();
    assertEquals(scheduler.now, offset.corrected(NOON));
    assertFalse(identity.isDue(offset.corrected(NOON), AUTHORITY.certificate()));
  }

  @Test
  void renewalChangesTheKeyAndKeepsTheIdentity() throws Exception {
    PeerIdentity old = joined();
    assertTrue(old.isDue(NOON.plus(Duration.ofDays(45)), AUTHORITY.certificate()));
    scheduler.now = NOON.plus(Duration.ofDays(46));
    PeerIdentity renewed = renewed(old);
    assertEquals(old.id(), renewed.id());
    assertNotEquals(old.certificate().getPublicKey(), renewed.certificate().getPublicKey());
    assertEquals(renewed, files().identity().orElseThrow());
  }

  @Test
  void certificateThatIsLongOverIsRenewedByProofOfItsKey() throws Exception {
    PeerIdentity old = joined();
    scheduler.now = NOON.plus(Duration.ofDays(1_000));
    assertEquals(old.id(), renewed(old).id());
  }

  @Test
  void anotherKeyProvesNothing() throws Exception {
    PeerIdentity old = joined();
    var stolen =
        new PeerIdentity(
            old.id(),
            old.cluster(),
            TestAuthority.keys().getPrivate(),
            old.chain(),
            old.renewAfter());
    Enrolled outcome =
        enroller().renew(connection(ServerTrust.ofBundle(files().trust())), stolen, now);
    assertEquals(
        RefusalCode.REFUSAL_CODE_PROOF_INVALID,
        assertInstanceOf(Enrolled.Refused.class, outcome).code());
    assertEquals(old, files().identity().orElseThrow());
  }

  @Test
  void anotherAuthorityThatSignsNowMakesARenewalDue() throws Exception {
    PeerIdentity identity = joined();
    var next = new TestAuthority("2", NOON);
    assertFalse(identity.isDue(NOON, AUTHORITY.certificate()));
    assertTrue(identity.isDue(NOON, next.certificate()));
  }

  // ------------------------------------------------------------------ another authority signs

  private static final TestAuthority NEXT = new TestAuthority("2", NOON.minus(Duration.ofDays(2)));

  /** As a scheduler shows it whose authority was changed. */
  private static X509Certificate[] shownByNext(X509Certificate cross) {
    X509Certificate server = NEXT.server(SERVER_KEYS.getPublic(), NOON.minus(Duration.ofDays(1)));
    return new X509Certificate[] {server, cross, NEXT.certificate(), AUTHORITY.certificate()};
  }

  @Test
  void fingerprintFromBeforeTheChangeLetsAHostJoin() throws Exception {
    ServerTrust trust = ServerTrust.pinned(AUTHORITY.fingerprint());
    EnrolCalls calls = scheduler.connection(trust, shownByNext(AUTHORITY.cross(NEXT)));
    scheduler.authority = NEXT;
    var wish = new Enroller.Wish(TestScheduler.TOKEN, "host-1");
    assertInstanceOf(Enrolled.Done.class, enroller().join(calls, wish, now));
    assertEquals(List.of(NEXT.certificate()), files().trust());
  }

  @Test
  void fingerprintOfTheNewOneLetsAHostJoin() throws Exception {
    ServerTrust trust = ServerTrust.pinned(NEXT.fingerprint());
    EnrolCalls calls = scheduler.connection(trust, shownByNext(AUTHORITY.cross(NEXT)));
    scheduler.authority = NEXT;
    var wish = new Enroller.Wish(TestScheduler.TOKEN, "host-1");
    assertInstanceOf(Enrolled.Done.class, enroller().join(calls, wish, now));
  }

  /** An authority that is shown beside the way is not on it, whoever has signed the clock. */
  @Test
  void onlyAnAuthorityOnTheWaySignsClocks() throws Exception {
    var stranger = new TestAuthority("3", NOON.minus(Duration.ofDays(2)));
    X509Certificate[] shown = shownByNext(AUTHORITY.cross(NEXT));
    X509Certificate[] more = Arrays.copyOf(shown, shown.length + 1);
    more[shown.length] = stranger.certificate();
    EnrolCalls calls = scheduler.connection(ServerTrust.ofBundle(AUTHORITY.trusted()), more);
    scheduler.authority = stranger;
    var wish = new Enroller.Wish(TestScheduler.TOKEN, "host-1");
    assertThrows(UntrustedException.class, () -> enroller().join(calls, wish, now));
    assertEquals(List.of(), scheduler.tokens);
  }

  @Test
  void whoIsNotVouchedForIsNotBelieved() {
    var stranger = new TestAuthority("1", NOON.minus(Duration.ofDays(2)));
    // It has the name of ours and vouches for the next one with another key.
    X509Certificate[] shown = shownByNext(stranger.cross(NEXT));
    for (ServerTrust trust :
        List.of(
            ServerTrust.ofBundle(AUTHORITY.trusted()),
            ServerTrust.pinned(AUTHORITY.fingerprint()))) {
      assertThrows(CertificateException.class, () -> scheduler.connection(trust, shown));
    }
  }

  @Test
  void peerDoesNotVouchForAnybody() {
    X509Certificate[] shown = shownByNext(AUTHORITY.peerNamed(NEXT));
    ServerTrust trust = ServerTrust.ofBundle(AUTHORITY.trusted());
    assertThrows(CertificateException.class, () -> scheduler.connection(trust, shown));
  }

  @Test
  void endlessChainIsNotLookedThrough() {
    X509Certificate[] shown = new X509Certificate[Bounds.SHOWN_MOST + 1];
    Arrays.fill(shown, AUTHORITY.certificate());
    shown[0] = AUTHORITY.server(SERVER_KEYS.getPublic(), NOON);
    ServerTrust trust = ServerTrust.ofBundle(AUTHORITY.trusted());
    assertThrows(CertificateException.class, () -> scheduler.connection(trust, shown));
  }

  @Test
  void wayHoldsAfterTheFormerAuthoritysEnd() throws Exception {
    var ended = new TestAuthority("0", NOON.minus(Duration.ofDays(4_000)));
    ServerTrust trust = ServerTrust.ofBundle(ended.trusted());
    EnrolCalls calls = scheduler.connection(trust, shownByNext(ended.cross(NEXT)));
    scheduler.authority = NEXT;
    enroller().learnTime(calls, now);
  }

  private PeerIdentity renewed(PeerIdentity old) throws Exception {
    Enrolled outcome =
        enroller().renew(connection(ServerTrust.ofBundle(files().trust())), old, now);
    return assertInstanceOf(Enrolled.Done.class, outcome).identity();
  }
}
