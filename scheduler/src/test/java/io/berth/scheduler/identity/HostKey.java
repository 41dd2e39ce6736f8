package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Fingerprint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key as a host makes it, with what the host does with it. */
public record HostKey(KeyPair keys, SignatureAlgorithm algorithm) {

  public static HostKey elliptic(SecureRandom random) {
    return new HostKey(generate("EC", 256, random), SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  static HostKey edwards(SecureRandom random) {
    return new HostKey(generate("Ed25519", 255, random), SignatureAlgorithm.ED25519);
  }

  static KeyPair generate(String kind, int bits, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(bits, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A request that asks for another's name, which must not help it. */
  public Bytes request() {
    return request(keys, algorithm.jdkName());
  }

  static Bytes request(KeyPair keys, String algorithm) {
    try {
      var subject = new X500Principal("CN=00000000000000000000000000000000,OU=proxy,O=Berth");
      return Bytes.of(
          new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
              .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
              .getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  public CertificateRequest readRequest() {
    return Outcomes.value(CertificateRequest.read(request()));
  }

  /** The proof that a renewal of an expired certificate wants, as the contract words it. */
  public RenewalRequest.Proof.OldKey proof(
      Bytes certificate, Bytes nonce, CertificateRequest next) {
    byte[] statement =
        SignatureAlgorithm.statement(
            "berth-renew-v1", nonce.toArray(), Fingerprint.of(next.der().toArray()).toArray());
    Bytes signature = algorithm.sign(keys.getPrivate(), statement, new SeededRandom(1));
    return new RenewalRequest.Proof.OldKey(certificate, nonce, signature, algorithm);
  }
}
