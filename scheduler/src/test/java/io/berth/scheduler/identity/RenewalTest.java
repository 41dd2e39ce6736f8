package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An identity renews by its connection or by its key, and nobody else does in its place. */
class RenewalTest {
  private static final Instant YEARS_LATER = NOON.plus(Duration.ofDays(900));

  private final Installation installation = new Installation(13);
  private final HostKey key = HostKey.elliptic(installation.random);
  private final HostKey nextKey = HostKey.elliptic(installation.random);
  private final Credentials joined = installation.joined(PeerKind.AGENT, key);
  private final Bytes certificate = joined.chain().getFirst();

  static LongStream seeds() {
    return Seeds.first(2);
  }

  @Test
  void connectionWithValidCertificateRenewsWithNewKey() {
    Instant later = NOON.plus(Duration.ofDays(45));
    Credentials renewed = Outcomes.value(installation.renew(nextKey, byConnection(), later));
    assertEquals(joined.identity(), renewed.identity());
    assertEquals(joined.cluster(), renewed.cluster());
    assertNotEquals(joined.chain(), renewed.chain());
    assertEquals(later.plus(Duration.ofDays(45)), renewed.renewAfter());
    assertEquals(
        Fingerprint.of(nextKey.keys().getPublic().getEncoded()),
        installation.peer(renewed).certificate().key());
    assertEquals(NOON, installation.peer(renewed).enrolledAt());
    assertEquals(later, installation.peer(renewed).certificate().issuedAt());
  }

  @Test
  void oldCertificateStaysGoodUntilItsEnd() {
    Outcomes.value(installation.renew(nextKey, byConnection(), NOON));
    Outcomes.value(
        PeerCheck.admit(List.of(certificate), PeerKind.AGENT, NOON, installation.snapshot()));
    Outcomes.value(installation.renewByKey(certificate, key, YEARS_LATER));
  }

  @Test
  void expiredCertificateRenewsByItsKeyButNotByConnection() {
    Outcomes.assertRefused(
        Reason.PROOF_INVALID, "ended at", installation.renew(nextKey, byConnection(), YEARS_LATER));
    Credentials renewed = Outcomes.value(installation.renewByKey(certificate, key, YEARS_LATER));
    assertEquals(joined.identity(), renewed.identity());
    Outcomes.value(
        PeerCheck.admit(renewed.chain(), PeerKind.AGENT, YEARS_LATER, installation.snapshot()));
  }

  @Test
  void keyOfTheOtherKindRenewsToo() {
    HostKey edwards = HostKey.edwards(installation.random);
    Credentials proxy = installation.joined(PeerKind.PROXY, edwards);
    Outcomes.value(installation.renewByKey(proxy.chain().getFirst(), edwards, YEARS_LATER));
  }

  @Test
  void revokedIdentityNeverRenews() {
    installation.revoke(joined);
    Outcomes.assertRefused(
        Reason.IDENTITY_REVOKED, "revoked", installation.renew(nextKey, byConnection(), NOON));
    Outcomes.assertRefused(
        Reason.IDENTITY_REVOKED, "revoked", installation.renewByKey(certificate, key, YEARS_LATER));
  }

  @Test
  void certificateOfForeignAuthorityNeverRenews() {
    HostKey thief = HostKey.elliptic(installation.random);
    Credentials foreign = new Installation(14).joined(PeerKind.AGENT, thief);
    Outcomes.assertRefused(
        Reason.IDENTITY_UNKNOWN,
        "nobody whom",
        installation.renewByKey(foreign.chain().getFirst(), thief, NOON));
  }

  @Test
  void anotherKeyProvesNothing() {
    Outcomes.assertRefused(
        Reason.PROOF_INVALID,
        "not signed by the old",
        installation.renewByKey(certificate, nextKey, NOON));
  }

  @Test
  void proofForAnotherRequestProvesNothing() {
    var proof = key.proof(certificate, installation.enrolment.nonce(NOON), nextKey.readRequest());
    HostKey thief = HostKey.elliptic(installation.random);
    Outcomes.assertRefused(
        Reason.PROOF_INVALID,
        "not signed by the old",
        installation.renew(thief.readRequest(), proof, NOON));
  }

  @Test
  void proofOverForeignOrOldNonceProvesNothing() {
    CertificateRequest next = nextKey.readRequest();
    Bytes old = installation.enrolment.nonce(NOON);
    Outcomes.assertRefused(
        Reason.PROOF_INVALID,
        "nonce",
        installation.renew(
            next, key.proof(certificate, old, next), NOON.plus(Enrolment.NONCE_VALID)));
    Outcomes.assertRefused(
        Reason.PROOF_INVALID,
        "nonce",
        installation.renew(next, key.proof(certificate, Bytes.of(new byte[32]), next), NOON));
  }

  @Test
  void replayedProofGivesTheSameKeyTheSameIdentity() {
    CertificateRequest next = nextKey.readRequest();
    var proof = key.proof(certificate, installation.enrolment.nonce(NOON), next);
    Credentials once = Outcomes.value(installation.renew(next, proof, NOON));
    Credentials twice = Outcomes.value(installation.renew(next, proof, NOON.plusSeconds(1)));
    assertEquals(once.identity(), twice.identity());
    assertEquals(next.key().fingerprint(), installation.peer(twice).certificate().key());
  }

  @Test
  void authorityOnItsWayOutStillVouchesAndRetiredOneDoesNot() {
    installation.replaceAuthority(CaCertificate.State.TRUSTED);
    Credentials renewed = Outcomes.value(installation.renewByKey(certificate, key, YEARS_LATER));
    assertEquals(2, renewed.bundle().certificates().size());
    installation.replaceAuthority(CaCertificate.State.RETIRED);
    Outcomes.value(installation.renewByKey(certificate, key, YEARS_LATER));
    Outcomes.assertRefused(
        Reason.IDENTITY_UNKNOWN,
        "nobody whom",
        PeerCheck.admit(renewed.chain(), PeerKind.AGENT, YEARS_LATER, installation.snapshot()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noByteOfProofMayChange(long seed) {
    CertificateRequest next = nextKey.readRequest();
    Bytes nonce = installation.enrolment.nonce(NOON);
    var proof = key.proof(certificate, nonce, next);
    SeededRandom random = new SeededRandom(seed);
    EveryByte.isRefused(
        proof.signature(), random, changed -> isRefused(next, with(certificate, nonce, changed)));
    EveryByte.isRefused(
        nonce, random, changed -> isRefused(next, with(certificate, changed, proof.signature())));
    EveryByte.isRefused(
        certificate, random, changed -> isRefused(next, with(changed, nonce, proof.signature())));
    Outcomes.value(installation.renew(next, proof, NOON));
  }

  private RenewalRequest.Proof.OldKey with(Bytes certificate, Bytes nonce, Bytes signature) {
    return new RenewalRequest.Proof.OldKey(certificate, nonce, signature, key.algorithm());
  }

  private boolean isRefused(CertificateRequest next, RenewalRequest.Proof proof) {
    return Outcomes.isRefused(installation.renew(next, proof, NOON));
  }

  private RenewalRequest.Proof byConnection() {
    return new RenewalRequest.Proof.Connection(certificate);
  }
}
