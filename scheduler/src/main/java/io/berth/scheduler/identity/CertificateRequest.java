package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A PKCS #10 request whose signature holds: its sender has the key. Subject and extensions are not
 * even looked at, since they are ours to choose. Reading one costs a signature check, so it is done
 * before the transaction, not in it.
 */
public final class CertificateRequest {
  private static final int MOST_BYTES = 8 * 1024;

  private final Bytes der;
  private final PeerKey key;

  private CertificateRequest(Bytes der, PeerKey key) {
    this.der = der;
    this.key = key;
  }

  public static Outcome<CertificateRequest> read(Bytes der) {
    if (der.size() > MOST_BYTES) {
      return refused("has " + der.size() + " bytes, at most " + MOST_BYTES + " are read");
    }
    try {
      CertificationRequest request =
          new PKCS10CertificationRequest(der.toArray()).toASN1Structure();
      if (!Arrays.equals(request.getEncoded(ASN1Encoding.DER), der.toArray())) {
        return refused("is not in DER form");
      }
      return read(der, request);
    } catch (IOException | RuntimeException _) {
      // The parser meets bytes that anybody may send, and answers some with any exception at all.
      return refused("is no PKCS #10 request");
    }
  }

  /** The whole request, which a proof of an old key covers. */
  Bytes der() {
    return der;
  }

  PeerKey key() {
    return key;
  }

  private static Outcome<CertificateRequest> read(Bytes der, CertificationRequest request)
      throws IOException {
    var body = request.getCertificationRequestInfo();
    Optional<PeerKey> key = PeerKey.read(body.getSubjectPublicKeyInfo());
    if (key.isEmpty()) {
      return refused("has a key that is neither P-256 nor Ed25519");
    }
    SignatureAlgorithm algorithm = key.get().algorithm();
    if (!request.getSignatureAlgorithm().getAlgorithm().equals(identifier(algorithm))) {
      return refused("is not signed with " + algorithm.jdkName());
    }
    byte[] signature = request.getSignature().getOctets();
    if (!algorithm.verifies(key.get().key(), body.getEncoded(ASN1Encoding.DER), signature)) {
      return refused("is not signed by its own key");
    }
    return Outcome.done(new CertificateRequest(der, key.get()));
  }

  private static ASN1ObjectIdentifier identifier(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256_SHA256 -> X9ObjectIdentifiers.ecdsa_with_SHA256;
      case ED25519 -> EdECObjectIdentifiers.id_Ed25519;
    };
  }

  private static Outcome<CertificateRequest> refused(String why) {
    return Outcome.refused(Reason.REQUEST_INVALID, "the certificate request " + why);
  }
}
