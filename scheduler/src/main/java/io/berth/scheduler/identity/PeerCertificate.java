package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate that an authority of ours gave to a peer; whether it is still good is not said. */
record PeerCertificate(X509Certificate certificate, PeerSubject subject) {
  private static final int MOST_BYTES = 8 * 1024;
  private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";

  /** Reads it, and finds the trusted authority whose signature it bears. */
  static Outcome<PeerCertificate> read(Bytes der, ReadTx tx) {
    Optional<X509Certificate> certificate =
        der.size() > MOST_BYTES ? Optional.empty() : CertificateForm.read(der.toArray());
    if (certificate.isEmpty()) {
      return unknown("the certificate cannot be read");
    }
    return read(certificate.get(), tx);
  }

  static Outcome<PeerCertificate> read(X509Certificate certificate, ReadTx tx) {
    if (!isIssuedByUs(certificate, tx)) {
      return unknown("the certificate was issued by nobody whom this scheduler trusts");
    }
    Optional<PeerSubject> subject = PeerSubject.read(certificate.getSubjectX500Principal());
    if (subject.isEmpty() || !isForPeers(certificate)) {
      return unknown("the certificate is not that of an agent or a proxy");
    }
    return Outcome.done(new PeerCertificate(certificate, subject.get()));
  }

  PublicKey key() {
    return certificate.getPublicKey();
  }

  Outcome<PeerCertificate> validAt(Instant now) {
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(start)) {
      return Outcome.refused(
          Reason.PROOF_INVALID,
          "the certificate begins at " + start + ", now is " + now + " here; check the clocks");
    }
    if (now.isAfter(end)) {
      return Outcome.refused(
          Reason.PROOF_INVALID, "the certificate ended at " + end + "; renew it with its key");
    }
    return Outcome.done(this);
  }

  private static boolean isIssuedByUs(X509Certificate certificate, ReadTx tx) {
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      if (row.isTrusted()
          && CertificateForm.read(row.certificate().toArray())
              .filter(authority -> isIssuedBy(certificate, authority))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate authority) {
    if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** The same authority signs the ports' certificates: those must not pass for a peer's. */
  private static boolean isForPeers(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return certificate.getBasicConstraints() < 0
          && purposes != null
          && purposes.contains(CLIENT_PURPOSE);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static Outcome<PeerCertificate> unknown(String sentence) {
    return Outcome.refused(Reason.IDENTITY_UNKNOWN, sentence);
  }
}
