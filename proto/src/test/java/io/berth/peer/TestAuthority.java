package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.ClockStatement;
import io.berth.proto.common.SignatureAlgorithm;
import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority as a scheduler has one: signs certificates and clocks. */
@SuppressWarnings("JavaUtilDate") // The library's own way.
public final class TestAuthority {
  private final SecureRandom random = new SecureRandom();
  private final X500Principal name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** Good for ten years from that time on. */
  public TestAuthority(String number, Instant from) {
    name = new X500Principal("CN=Berth authority " + number + ",O=Berth");
    keys = keys();
    certificate = issue(new Wish(name, keys.getPublic(), from, Duration.ofDays(3650)), null);
  }

  public record Wish(X500Principal name, PublicKey key, Instant from, Duration life) {}

  public static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public byte[] fingerprint() {
    return Certificates.fingerprint(certificate);
  }

  public X509Certificate server(PublicKey key, Instant from) {
    return issue(
        new Wish(
            new X500Principal("CN=scheduler,OU=scheduler,O=Berth"), key, from, Duration.ofDays(90)),
        KeyPurposeId.id_kp_serverAuth);
  }

  public X509Certificate peer(String id, PublicKey key, Instant from) {
    return issue(
        new Wish(
            new X500Principal("CN=" + id + ",OU=agent,O=Berth"), key, from, Duration.ofDays(90)),
        KeyPurposeId.id_kp_clientAuth);
  }

  /** Another authority's name and key, for which this one vouches. */
  public X509Certificate cross(TestAuthority other) {
    return issue(named(other), null);
  }

  /** The same name and key, but as those of a peer. */
  public X509Certificate peerNamed(TestAuthority other) {
    return issue(named(other), KeyPurposeId.id_kp_clientAuth);
  }

  private static Wish named(TestAuthority other) {
    X509Certificate own = other.certificate();
    Instant from = own.getNotBefore().toInstant();
    Duration life = Duration.between(from, own.getNotAfter().toInstant());
    return new Wish(other.name, own.getPublicKey(), from, life);
  }

  private X509Certificate issue(
      Wish wish, org.bouncycastle.asn1.x509.@org.jspecify.annotations.Nullable KeyPurposeId role) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(100, random),
              Date.from(wish.from()),
              Date.from(wish.from().plus(wish.life())),
              wish.name(),
              wish.key());
      builder.addExtension(
          Extension.basicConstraints,
          true,
          role == null ? new BasicConstraints(3) : new BasicConstraints(false));
      if (role != null) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(role));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public SignedClock clock(Instant time, byte[] nonce) {
    byte[] statement =
        ClockStatement.newBuilder()
            .setTime(Times.timestamp(time))
            .setNonce(ByteString.copyFrom(nonce))
            .build()
            .toByteArray();
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update("berth-clock-v1".getBytes(StandardCharsets.US_ASCII));
      signature.update((byte) 0);
      signature.update(statement);
      return SignedClock.newBuilder()
          .setStatement(ByteString.copyFrom(statement))
          .setSignature(ByteString.copyFrom(signature.sign()))
          .setAlgorithm(SignatureAlgorithm.SIGNATURE_ALGORITHM_ECDSA_P256_SHA256)
          .setSignerFingerprint(ByteString.copyFrom(fingerprint()))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static TrustBundle bundle(TestAuthority... authorities) {
    var bundle = TrustBundle.newBuilder();
    for (TestAuthority one : authorities) {
      bundle.addCertificates(der(one.certificate()));
    }
    return bundle.build();
  }

  public static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<X509Certificate> trusted() {
    return List.of(certificate);
  }
}
