package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.CaCertificate.State;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Tables;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** An authority is changed step by step, and nobody who was let in is shut out by accident. */
class AuthoritiesTest {
  private static final Instant END = NOON.plus(CertificateAuthority.AUTHORITY_LIFE);

  private final Installation installation = new Installation(31);
  private final Authorities authorities = new Authorities(installation.authority);
  private final HostKey key = HostKey.elliptic(installation.random);
  private final Fingerprint first = installation.authority.fingerprint(installation.snapshot());

  @Test
  void preparedOneIsToldOfAndSignsNothing() {
    Fingerprint next = prepared();
    assertEquals(first, installation.authority.fingerprint(installation.snapshot()));
    assertEquals(
        List.of(first, next), installation.authority.trustedNames(installation.snapshot()));
    assertEquals(next, prepared(), "one is prepared once");
    Credentials joined = installation.joined(PeerKind.AGENT, key);
    assertEquals(2, joined.bundle().certificates().size());
    assertEquals(first, issuerOf(joined));
  }

  @Test
  void theOneThatBeginsToSignIsVouchedForByTheOneBefore() {
    Fingerprint next = prepared();
    CaCertificate signing = Outcomes.value(switchTo(next));
    assertEquals(State.ACTIVE, signing.state());
    assertEquals(List.of(first), signing.crosses().stream().map(CaCertificate.Cross::by).toList());
    assertEquals(State.TRUSTED, row(first).state());
    assertEquals(
        List.of(next, first), installation.authority.trustedNames(installation.snapshot()));
    assertEquals(next, issuerOf(installation.joined(PeerKind.AGENT, key)));
    assertEquals(signing, Outcomes.value(switchTo(next)), "twice is fine");
    assertEquals(
        next,
        installation.authority.signClock(installation.snapshot(), Bytes.of(new byte[9])).signer());
  }

  /** Goal: a switch between a handshake and the first call on that connection harms nobody. */
  @Test
  void clockIsSignedByWhoeverAConnectionWasShown() {
    var old = server().chain().getFirst().getIssuerX500Principal();
    Fingerprint next = prepared();
    Outcomes.value(switchTo(next));
    var newer = server().chain().getFirst().getIssuerX500Principal();
    Bytes statement = Bytes.of(new byte[9]);
    var authority = installation.authority;
    assertEquals(first, authority.signClock(installation.snapshot(), statement, old).signer());
    assertEquals(next, authority.signClock(installation.snapshot(), statement, newer).signer());
    Outcomes.value(retire(first));
    assertEquals(next, authority.signClock(installation.snapshot(), statement, old).signer());
  }

  @Test
  void serverShowsItsWayToEachAuthorityThatIsTrusted() {
    assertEquals(2, server().chain().size());
    Fingerprint next = prepared();
    Outcomes.value(switchTo(next));
    List<X509Certificate> chain = server().chain();
    // Its own, the new one vouched for by the old one, the new one, the old one.
    assertEquals(4, chain.size());
    assertEquals(chain.get(1).getPublicKey(), chain.get(2).getPublicKey());
    assertEquals(chain.get(3).getSubjectX500Principal(), chain.get(1).getIssuerX500Principal());
    assertEquals(List.of(next, first), chain.stream().skip(2).map(AuthoritiesTest::name).toList());
    Outcomes.value(retire(first));
    assertEquals(2, server().chain().size());
  }

  @Test
  void changeCanBeTakenBack() {
    Fingerprint next = prepared();
    Outcomes.value(switchTo(next));
    CaCertificate back = Outcomes.value(switchTo(first));
    assertEquals(List.of(next), back.crosses().stream().map(CaCertificate.Cross::by).toList());
    assertEquals(State.TRUSTED, row(next).state());
    for (int times = 0; times < 3; times++) {
      Outcomes.value(switchTo(next));
      Outcomes.value(switchTo(first));
    }
    assertEquals(1, row(first).crosses().size());
    assertEquals(1, row(next).crosses().size());
  }

  @Test
  void theOneThatSignsIsNotRetired() {
    Outcomes.assertRefused(Reason.CONFLICT, "signs now", retire(first));
    assertEquals(State.ACTIVE, row(first).state());
  }

  @Test
  void retiredOneHasNoKeyAndIsNotBelieved() {
    Credentials joined = installation.joined(PeerKind.AGENT, key);
    Fingerprint next = prepared();
    Outcomes.value(switchTo(next));
    CaCertificate retired = Outcomes.value(retireByForce(first));
    assertEquals("", retired.sealedKey());
    assertEquals(retired, Outcomes.value(retire(first)), "twice is fine");
    Outcomes.assertRefused(Reason.CONFLICT, "has no key any more", switchTo(first));
    Outcomes.assertRefused(
        Reason.IDENTITY_UNKNOWN,
        "nobody whom",
        installation.renewByKey(joined.chain().getFirst(), key, NOON));
  }

  @Test
  void retiringIsRefusedAsLongAsSomebodyWouldBeShutOut() {
    Credentials joined = installation.joined(PeerKind.AGENT, key);
    Fingerprint next = prepared();
    Outcomes.value(switchTo(next));
    // It has told nothing yet.
    Outcomes.assertRefused(Reason.CONFLICT, joined.identity().text(), retire(first));
    told(joined, List.of(first), Optional.of(first));
    Outcomes.assertRefused(Reason.CONFLICT, "(rack-1)", retire(first));
    told(joined, List.of(next, first), Optional.of(first));
    Outcomes.assertRefused(Reason.CONFLICT, "1 identity is shut out", retire(first));
    told(joined, List.of(first), Optional.of(next));
    Outcomes.assertRefused(Reason.CONFLICT, "shut out", retire(first));
    told(joined, List.of(next, first), Optional.of(next));
    Outcomes.value(retire(first));
  }

  @Test
  void revokedIdentityNeedsNobody() {
    Credentials joined = installation.joined(PeerKind.PROXY, key);
    Outcomes.value(switchTo(prepared()));
    Outcomes.assertRefused(Reason.CONFLICT, "proxy", retire(first));
    installation.revoke(joined);
    Outcomes.value(retire(first));
  }

  @Test
  void preparedOneThatIsNotWantedAfterAllIsRetiredAtOnce() {
    installation.joined(PeerKind.AGENT, key);
    Fingerprint next = prepared();
    Outcomes.value(retire(next));
    assertEquals(List.of(first), installation.authority.trustedNames(installation.snapshot()));
    assertNotEquals(next, prepared());
  }

  @Test
  void listTellsWhoIsBehind() {
    Credentials one = installation.joined(PeerKind.AGENT, key);
    installation.joined(PeerKind.PROXY, HostKey.elliptic(installation.random));
    Fingerprint next = prepared();
    told(one, List.of(first, next), Optional.of(first));
    for (Authorities.Standing standing : Authorities.list(installation.snapshot())) {
      boolean isNext = standing.authority().id().equals(next);
      assertEquals(2, standing.peers());
      assertEquals(1, standing.unaware().size(), "the proxy has told nothing");
      assertEquals(isNext ? 0 : 2, standing.dependent().size());
      assertEquals(END, standing.endsAt());
    }
  }

  @Test
  void noMoreThanAFewAreTrusted() {
    for (int changes = 0; changes < 3; changes++) {
      Outcomes.value(switchTo(prepared()));
    }
    Outcomes.assertRefused(
        Reason.CONFLICT, "retire one", installation.update(tx -> authorities.prepare(tx, NOON)));
    // Whoever knows but the first one finds a way, however long.
    assertEquals(1 + 3 + 4, server().chain().size());
    Outcomes.value(retire(first));
    assertEquals(State.PREPARED, row(prepared()).state());
  }

  @Test
  void authorityIsNamedByItsFirstDigits() {
    assertEquals(row(first), Outcomes.value(named(first.hex().substring(0, 8))));
    assertEquals(row(first), Outcomes.value(named(first.hex())));
    Outcomes.assertRefused(Reason.PARAMETER_INVALID, "first 8", named(first.hex().substring(0, 7)));
    Outcomes.assertRefused(Reason.NOT_FOUND, "no authority", named("0123456789abcdef"));
    Outcomes.assertRefused(Reason.NOT_FOUND, "no authority", named(first.hex() + "0"));
  }

  @Test
  void authorityThatNearsItsEndIsFollowedByItself() {
    Instant early = END.minus(Authorities.PREPARED_BEFORE_END).minusSeconds(1);
    assertEquals(Optional.empty(), keep(early));
    CaCertificate next = keep(early.plusSeconds(1)).orElseThrow();
    assertEquals(State.PREPARED, next.state());
    Instant late = END.minus(Authorities.SWITCHED_BEFORE_END);
    assertEquals(Optional.empty(), keep(late.minusSeconds(1)));
    assertEquals(State.ACTIVE, keep(late).orElseThrow().state());
    assertEquals(Optional.empty(), keep(late));
    assertEquals(next.id(), installation.authority.fingerprint(installation.snapshot()));
    assertEquals(State.TRUSTED, row(first).state(), "nobody retires it but an operator");
  }

  /**
   * Goal: nobody is shut out for good when a scheduler was away until after its authority's end.
   */
  @Test
  void authorityThatHasEndedIsFollowedToo() {
    Credentials joined = installation.joined(PeerKind.AGENT, key);
    Instant after = END.plus(Duration.ofDays(30));
    assertEquals(State.PREPARED, keep(after).orElseThrow().state());
    assertEquals(State.ACTIVE, keep(after).orElseThrow().state());
    assertTrue(server(after).chain().getFirst().getNotAfter().toInstant().isAfter(after));
    Credentials renewed =
        Outcomes.value(installation.renewByKey(joined.chain().getFirst(), key, after));
    Outcomes.value(
        PeerCheck.admit(renewed.chain(), PeerKind.AGENT, after, installation.snapshot()));
  }

  @Test
  void whatIsToldTwiceIsWrittenOnce() {
    Credentials joined = installation.joined(PeerKind.AGENT, key);
    told(joined, List.of(first), Optional.of(first));
    Peer once = installation.peer(joined);
    installation.update(tx -> {
      Peers.told(
          tx,
          joined.identity(),
          new Peer.Trust(List.of(first), Optional.of(first), NOON.plusSeconds(9)));
      return true;
    });
    assertEquals(once, installation.peer(joined));
    installation.revoke(joined);
    Peer revoked = installation.peer(joined);
    told(joined, List.of(), Optional.empty());
    assertEquals(revoked, installation.peer(joined));
    assertFalse(revoked.isActive());
  }

  private Fingerprint prepared() {
    return Outcomes.value(installation.update(tx -> authorities.prepare(tx, NOON))).id();
  }

  private Outcome<CaCertificate> switchTo(Fingerprint id) {
    return installation.update(tx -> authorities.switchTo(tx, id, NOON));
  }

  private Outcome<CaCertificate> retire(Fingerprint id) {
    return installation.update(tx -> Authorities.retire(tx, id, Authorities.Force.NO));
  }

  private Outcome<CaCertificate> retireByForce(Fingerprint id) {
    return installation.update(tx -> Authorities.retire(tx, id, Authorities.Force.YES));
  }

  private Optional<CaCertificate> keep(Instant now) {
    return installation.update(tx -> authorities.keep(tx, now));
  }

  private Outcome<CaCertificate> named(String name) {
    return Authorities.named(installation.snapshot(), name);
  }

  private CaCertificate row(Fingerprint id) {
    return installation.snapshot().find(Tables.CA_CERTIFICATES, id).orElseThrow();
  }

  private void told(Credentials peer, List<Fingerprint> trusts, Optional<Fingerprint> issuer) {
    installation.update(tx -> {
      Peers.told(tx, peer.identity(), new Peer.Trust(trusts, issuer, NOON));
      return true;
    });
  }

  private ServerCertificate server() {
    return server(NOON);
  }

  private ServerCertificate server(Instant now) {
    ServerNames names = Outcomes.value(ServerNames.withLoopback(List.of()));
    return installation.authority.issueServer(installation.snapshot(), names, now);
  }

  private Fingerprint issuerOf(Credentials credentials) {
    X509Certificate leaf =
        CertificateForm.read(credentials.chain().getFirst().toArray()).orElseThrow();
    return StreamSupport.stream(
            installation.snapshot().rows(Tables.CA_CERTIFICATES).spliterator(), false)
        .filter(row -> subject(row).equals(leaf.getIssuerX500Principal()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static Object subject(CaCertificate row) {
    return CertificateForm.read(row.certificate().toArray())
        .orElseThrow()
        .getSubjectX500Principal();
  }

  private static Fingerprint name(X509Certificate certificate) {
    try {
      return Fingerprint.of(certificate.getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
