package io.berth.scheduler.identity;

import io.berth.scheduler.model.Fingerprint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** A public key that we certify: P-256 or Ed25519, nothing weaker and nothing exotic. */
record PeerKey(PublicKey key, SignatureAlgorithm algorithm) {
  private static final int POINT_BYTES = 65;
  private static final int ED25519_BYTES = 32;

  /** Reads a key as it stands in a request; empty when it is not of these two kinds. */
  static Optional<PeerKey> read(SubjectPublicKeyInfo encoded) {
    ASN1ObjectIdentifier kind = encoded.getAlgorithm().getAlgorithm();
    byte[] raw = encoded.getPublicKeyData().getOctets();
    if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return X9ObjectIdentifiers.prime256v1.equals(encoded.getAlgorithm().getParameters())
              && isOnCurve(raw)
          ? read(encoded, "EC", SignatureAlgorithm.ECDSA_P256_SHA256)
          : Optional.empty();
    }
    if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return raw.length == ED25519_BYTES
          ? read(encoded, "Ed25519", SignatureAlgorithm.ED25519)
          : Optional.empty();
    }
    return Optional.empty();
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(key.getEncoded());
  }

  private static Optional<PeerKey> read(
      SubjectPublicKeyInfo encoded, String family, SignatureAlgorithm algorithm) {
    try {
      var specification = new X509EncodedKeySpec(encoded.getEncoded(ASN1Encoding.DER));
      PublicKey key = KeyFactory.getInstance(family).generatePublic(specification);
      return Optional.of(new PeerKey(key, algorithm));
    } catch (GeneralSecurityException | IOException _) {
      return Optional.empty();
    }
  }

  private static boolean isOnCurve(byte[] point) {
    if (point.length != POINT_BYTES) {
      return false;
    }
    try {
      return CustomNamedCurves.getByOID(X9ObjectIdentifiers.prime256v1)
          .getCurve()
          .decodePoint(point)
          .isValid();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
