package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;

/** The ways of signing that we make and accept, on the wire as in certificates. */
public enum SignatureAlgorithm {
  ECDSA_P256_SHA256("SHA256withECDSA"),
  ED25519("Ed25519");

  private final String jdkName;

  SignatureAlgorithm(String jdkName) {
    this.jdkName = jdkName;
  }

  String jdkName() {
    return jdkName;
  }

  /**
   * What is signed: the purpose, a zero, the parts. The purpose keeps a signature that was made for
   * one from being shown for another.
   */
  static byte[] statement(String purpose, byte[]... parts) {
    ByteArrayOutputStream statement = new ByteArrayOutputStream();
    statement.writeBytes(purpose.getBytes(StandardCharsets.US_ASCII));
    statement.write(0);
    for (byte[] part : parts) {
      statement.writeBytes(part);
    }
    return statement.toByteArray();
  }

  Bytes sign(PrivateKey key, byte[] statement, SecureRandom random) {
    try {
      Signature signature = Signature.getInstance(jdkName);
      signature.initSign(key, random);
      signature.update(statement);
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("our own key does not sign with " + this, e);
    }
  }

  /** Whether the signature holds; a key or signature of another shape is just a wrong one. */
  boolean verifies(PublicKey key, byte[] statement, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(jdkName);
      signature.initVerify(key);
      signature.update(statement);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
