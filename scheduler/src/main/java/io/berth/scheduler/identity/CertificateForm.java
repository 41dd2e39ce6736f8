package io.berth.scheduler.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Writes the four forms of certificate that we issue, and reads any. */
final class CertificateForm {
  /** Clocks of one network differ a little; a certificate is good from just before it is made. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 127;

  /** Authorities between the one that is trusted and a leaf: each change may leave one there. */
  static final int LONGEST_WAY = 3;

  private final SecureRandom random;

  CertificateForm(SecureRandom random) {
    this.random = random;
  }

  /** Who signs: an authority's name and keys, and when it ends. */
  record Issuer(X500Principal name, PublicKey publicKey, PrivateKey key, Instant notAfter) {

    @Override
    public String toString() {
      return "Issuer " + name;
    }
  }

  /** Whose key is certified, and for how long. */
  record Wish(X500Principal name, PublicKey key, Instant now, Duration life) {}

  /** An authority's own certificate, signed by itself. */
  X509Certificate authority(Wish wish, PrivateKey key) {
    Instant end = wish.now().plus(wish.life());
    Issuer itself = new Issuer(wish.name(), wish.key(), key, end);
    return sign(itself, wish, CertificateForm::signing);
  }

  /** Another authority's name and key, for which the issuer vouches. */
  X509Certificate cross(Issuer issuer, Wish wish) {
    return sign(issuer, wish, CertificateForm::signing);
  }

  X509Certificate server(Issuer issuer, Wish wish, ServerNames names) {
    return sign(
        issuer,
        wish,
        builder ->
            leaf(builder, KeyPurposeId.id_kp_serverAuth)
                .addExtension(Extension.subjectAlternativeName, false, names.alternativeNames()));
  }

  X509Certificate peer(Issuer issuer, Wish wish) {
    return sign(issuer, wish, builder -> leaf(builder, KeyPurposeId.id_kp_clientAuth));
  }

  /** Reads exactly one certificate; empty when the bytes are anything else. */
  static Optional<X509Certificate> read(byte[] der) {
    try (ByteArrayInputStream in = new ByteArrayInputStream(der)) {
      var factory = CertificateFactory.getInstance("X.509");
      var certificate = (X509Certificate) factory.generateCertificate(in);
      boolean whole = in.available() == 0 && der.length > 0 && der[0] == 0x30;
      return whole ? Optional.of(certificate) : Optional.empty();
    } catch (CertificateException | IOException _) {
      return Optional.empty();
    }
  }

  private static JcaX509v3CertificateBuilder signing(JcaX509v3CertificateBuilder builder)
      throws IOException {
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(LONGEST_WAY))
        .addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
    return builder;
  }

  private static JcaX509v3CertificateBuilder leaf(
      JcaX509v3CertificateBuilder builder, KeyPurposeId purpose) throws IOException {
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    return builder;
  }

  private X509Certificate sign(Issuer issuer, Wish wish, Extensions extensions) {
    Instant start = wish.now().minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
    Instant wished = wish.now().plus(wish.life()).truncatedTo(ChronoUnit.SECONDS);
    Instant end = wished.isBefore(issuer.notAfter()) ? wished : issuer.notAfter();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer.name(), serial(), Date.from(start), Date.from(end), wish.name(), wish.key());
      extensions.addTo(builder);
      JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
      builder
          .addExtension(
              Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(wish.key()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              keys.createAuthorityKeyIdentifier(issuer.publicKey()));
      var signer =
          new JcaContentSignerBuilder(SignatureAlgorithm.ECDSA_P256_SHA256.jdkName())
              .setSecureRandom(random)
              .build(issuer.key());
      return read(builder.build(signer).getEncoded()).orElseThrow();
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("a certificate of our own form cannot be made", e);
    }
  }

  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
  }

  /** What makes one form differ from the others. */
  private interface Extensions {
    @SuppressWarnings("UnusedReturnValue")
    Object addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }
}
