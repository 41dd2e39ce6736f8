package io.berth.peer;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The few things that the link does with certificates, by the JDK alone. */
public final class Certificates {
  private static final String SERVER_ROLE = "1.3.6.1.5.5.7.3.1";

  private Certificates() {}

  static X509Certificate read(byte[] der) throws UntrustedException {
    if (der.length > Bounds.CERTIFICATE_BYTES) {
      throw new UntrustedException("A certificate has " + der.length + " bytes");
    }
    try (var in = new ByteArrayInputStream(der)) {
      var read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      // The factory reads other forms, too, and stops at the end of the first one.
      if (in.available() > 0 || !MessageDigest.isEqual(read.getEncoded(), der)) {
        throw new UntrustedException("A certificate is not in DER form");
      }
      return read;
    } catch (CertificateException | IOException e) {
      throw new UntrustedException("A certificate cannot be read", e);
    }
  }

  static List<X509Certificate> readAll(List<ByteString> ders, int most) throws UntrustedException {
    if (ders.isEmpty() || ders.size() > most) {
      throw new UntrustedException(
          "There are " + ders.size() + " certificates, but 1 to " + most + " were expected");
    }
    var all = new ArrayList<X509Certificate>();
    for (ByteString der : ders) {
      all.add(read(der.toByteArray()));
    }
    return List.copyOf(all);
  }

  static byte[] fingerprint(X509Certificate certificate) {
    try {
      return sha256(certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("what was read has its bytes", e);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** A moment at which no certificate of the chain is too young; the old ones may be over. */
  static Instant youth(List<X509Certificate> chain) {
    return chain.stream()
        .map(one -> one.getNotBefore().toInstant())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /**
   * Judges whether the first certificate of those that were shown leads to one of the authorities
   * at that time, maybe by others that were shown. The authorities' own dates do not count: they
   * are trusted by themselves.
   *
   * @return the authorities in between, the nearest first
   */
  static List<X509Certificate> requireIssued(
      List<X509Certificate> shown, List<X509Certificate> authorities, Instant at)
      throws UntrustedException {
    if (shown.isEmpty() || authorities.contains(shown.getFirst())) {
      throw new UntrustedException("The chain has no certificate but an authority's");
    }
    if (shown.size() > Bounds.SHOWN_MOST) {
      throw new UntrustedException("The chain has " + shown.size() + " certificates");
    }
    try {
      var own = new X509CertSelector();
      own.setCertificate(shown.getFirst());
      // Name and key alone: one that is over would be no issuer of what was signed afterwards.
      Set<TrustAnchor> anchors =
          authorities.stream()
              .map(one -> new TrustAnchor(one.getSubjectX500Principal(), one.getPublicKey(), null))
              .collect(Collectors.toSet());
      var parameters = new PKIXBuilderParameters(anchors, own);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      List<? extends Certificate> path =
          CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates();
      return path.stream().skip(1).map(X509Certificate.class::cast).toList();
    } catch (GeneralSecurityException e) {
      throw new UntrustedException("The certificate does not hold: " + reason(e), e);
    }
  }

  /** The builder says only that it found no way; what was in that way is said below. */
  private static String reason(GeneralSecurityException fault) {
    Throwable last = fault;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  /**
   * Those of the shown authorities whose name and key are on a way that holds: what they sign may
   * be believed as if they were trusted by themselves.
   */
  static List<X509Certificate> vouchedFor(
      List<X509Certificate> shown, List<X509Certificate> between) {
    return shown.stream()
        .filter(one -> one.getBasicConstraints() >= 0)
        .filter(one ->
            between.stream()
                .anyMatch(known ->
                    known.getSubjectX500Principal().equals(one.getSubjectX500Principal())
                        && known.getPublicKey().equals(one.getPublicKey())))
        .toList();
  }

  /** An agent's certificate comes from the same authority and must not pass for the scheduler's. */
  static void requireServer(X509Certificate certificate) throws UntrustedException {
    try {
      List<String> roles = certificate.getExtendedKeyUsage();
      if (roles == null || !roles.contains(SERVER_ROLE)) {
        throw new UntrustedException(
            "The certificate of " + certificate.getSubjectX500Principal() + " is no server's");
      }
    } catch (CertificateException e) {
      throw new UntrustedException("The roles of a certificate cannot be read", e);
    }
  }
}
