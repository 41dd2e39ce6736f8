package io.berth.peer;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
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
   * Judges whether a chain, own certificate first, leads to one of the authorities at that time.
   * The authorities' own dates do not count: they are trusted by themselves.
   */
  static void requireIssued(
      List<X509Certificate> chain, List<X509Certificate> authorities, Instant at)
      throws UntrustedException {
    List<X509Certificate> below = chain.stream().filter(one -> !authorities.contains(one)).toList();
    if (below.isEmpty()) {
      throw new UntrustedException("The chain has no certificate but an authority's");
    }
    try {
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
      Set<TrustAnchor> anchors =
          authorities.stream()
              .map(authority -> new TrustAnchor(authority, null))
              .collect(Collectors.toSet());
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (GeneralSecurityException e) {
      throw new UntrustedException("The certificate does not hold: " + e.getMessage(), e);
    }
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
