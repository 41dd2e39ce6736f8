package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.Tables;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authority is made once, keeps its key sealed, and signs in the forms that peers expect. */
class CertificateAuthorityTest {
  private final Installation installation = new Installation(19);
  private final CertificateAuthority authority = installation.authority;

  @Test
  void authorityIsMadeOnceAndForTenYears() throws GeneralSecurityException {
    Fingerprint first = authority.fingerprint(installation.snapshot());
    installation.update(tx -> {
      authority.begin(tx, NOON.plusSeconds(1));
      return true;
    });
    assertEquals(first, authority.fingerprint(installation.snapshot()));
    assertEquals(1, installation.snapshot().count(Tables.CA_CERTIFICATES));

    X509Certificate own = signing();
    own.verify(own.getPublicKey());
    assertEquals(CertificateForm.LONGEST_WAY, own.getBasicConstraints());
    assertEquals("EC", own.getPublicKey().getAlgorithm());
    assertEquals(NOON.plus(CertificateAuthority.AUTHORITY_LIFE), own.getNotAfter().toInstant());
  }

  @Test
  void fingerprintIsThatOfTheCertificateAsShown() throws GeneralSecurityException {
    Fingerprint fingerprint = authority.fingerprint(installation.snapshot());
    assertEquals(Fingerprint.of(server(List.of()).chain().getLast().getEncoded()), fingerprint);
    assertTrue(fingerprint.hex().matches("[0-9a-f]{64}"));
    assertTrue(fingerprint.matches(new Fingerprint(fingerprint.hex())));
    assertFalse(fingerprint.matches(Fingerprint.of(new byte[0])));
  }

  @Test
  void keyIsStoredSealedForItsRowOnly() {
    CaCertificate row = row();
    byte[] key = installation.sealer.unseal(SealedPlace.ofAuthority(row.id()), row.sealedKey());
    assertTrue(key.length > 32);
    SealedPlace elsewhere = SealedPlace.ofAuthority(Fingerprint.of(new byte[0]));
    assertThrows(
        SealBrokenException.class, () -> installation.sealer.unseal(elsewhere, row.sealedKey()));
  }

  @Test
  void anotherMasterKeyEndsInClearFailure() {
    MasterKey other = new MasterKey(new byte[MasterKey.BYTES]);
    var blind =
        new CertificateAuthority(new Sealer(other, installation.random), installation.random);
    var broken =
        assertThrows(
            SealBrokenException.class,
            () -> blind.signClock(installation.snapshot(), Bytes.of(new byte[9])));
    assertTrue(String.valueOf(broken.getMessage()).contains("master key is another one"));
  }

  @Test
  void clockIsSignedAsTheContractSays() throws GeneralSecurityException {
    byte[] statement = "time and nonce".getBytes(StandardCharsets.US_ASCII);
    SignedClock clock = authority.signClock(installation.snapshot(), Bytes.of(statement));
    assertEquals(authority.fingerprint(installation.snapshot()), clock.signer());
    assertEquals(SignatureAlgorithm.ECDSA_P256_SHA256, clock.algorithm());
    assertEquals(Bytes.of(statement), clock.statement());
    assertTrue(verifies(clock.signature(), "berth-clock-v1\0", statement));
    assertFalse(verifies(clock.signature(), "berth-renew-v1\0", statement));
    assertFalse(verifies(clock.signature(), "", statement));
  }

  @Test
  void statementOfMoreThanTheContractAllowsIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> authority.signClock(installation.snapshot(), Bytes.of(new byte[257])));
  }

  @Test
  void newAuthoritySignsFromTheMomentItIsStored() {
    Fingerprint before = authority.fingerprint(installation.snapshot());
    authority.signClock(installation.snapshot(), Bytes.of(new byte[9]));
    installation.replaceAuthority(CaCertificate.State.TRUSTED);
    SignedClock clock = authority.signClock(installation.snapshot(), Bytes.of(new byte[9]));
    assertNotEquals(before, clock.signer());
    TrustBundle bundle = authority.bundle(installation.snapshot());
    assertEquals(2, bundle.certificates().size());
    assertEquals(clock.signer(), Fingerprint.of(bundle.certificates().getFirst().toArray()));
    assertEquals(before, Fingerprint.of(bundle.certificates().getLast().toArray()));
  }

  @Test
  void serverCertificateIsRenewedAtHalfOfItsLife() {
    ServerCertificate server = server(List.of());
    assertEquals(
        NOON.plus(Duration.ofDays(90)), server.chain().getFirst().getNotAfter().toInstant());
    assertFalse(server.isDue(NOON.plus(Duration.ofDays(45)).minusSeconds(1)));
    assertTrue(server.isDue(NOON.plus(Duration.ofDays(45))));
  }

  @Test
  void serverCertificateNamesWhatItIsCalled() throws GeneralSecurityException {
    ServerCertificate server = server(List.of("berth.example", "192.0.2.7", "2001:db8::7"));
    List<Object> names =
        server.chain().getFirst().getSubjectAlternativeNames().stream()
            .<Object>map(name -> name.get(1))
            .toList();
    assertEquals(
        List.of(
            "berth.example",
            "localhost",
            "0:0:0:0:0:0:0:1",
            "127.0.0.1",
            "192.0.2.7",
            "2001:db8:0:0:0:0:0:7"),
        names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper.example", "a b", "-a", "a..b", "fe80::1%eth0", "*.example"})
  void nameThatCannotStandInCertificateIsRefused(String name) {
    Outcomes.assertRefused(
        Reason.PARAMETER_INVALID, "host name", ServerNames.withLoopback(List.of(name)));
  }

  @Test
  void noCertificateOutlivesItsAuthority() {
    Instant end = signing().getNotAfter().toInstant();
    var names = Outcomes.value(ServerNames.withLoopback(List.of()));
    ServerCertificate late =
        authority.issueServer(installation.snapshot(), names, end.minus(Duration.ofDays(10)));
    assertEquals(end, late.chain().getFirst().getNotAfter().toInstant());
    assertTrue(late.isDue(end.minus(Duration.ofDays(5))));
  }

  private ServerCertificate server(List<String> given) {
    ServerNames names = Outcomes.value(ServerNames.withLoopback(given));
    return authority.issueServer(installation.snapshot(), names, NOON);
  }

  private CaCertificate row() {
    return installation.snapshot().rows(Tables.CA_CERTIFICATES).iterator().next();
  }

  private X509Certificate signing() {
    return CertificateForm.read(row().certificate().toArray()).orElseThrow();
  }

  private boolean verifies(Bytes signature, String purpose, byte[] statement)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(signing());
    verifier.update(purpose.getBytes(StandardCharsets.US_ASCII));
    verifier.update(statement);
    return verifier.verify(signature.toArray());
  }
}
