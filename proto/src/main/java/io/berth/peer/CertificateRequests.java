package io.berth.peer;

import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import javax.security.auth.x500.X500Principal;

/**
 * Writes PKCS #10 certificate requests in DER form. The JDK has no public writer for them, and a
 * library would weigh more than the rest of the agent; the whole form is ten lines.
 */
final class CertificateRequests {
  /** The scheduler chooses the name; this one only says which program asks. */
  private static final X500Principal SUBJECT = new X500Principal("CN=agent,O=Berth");

  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int NO_ATTRIBUTES = 0xA0;
  private static final byte[] VERSION_1 = {0x02, 0x01, 0x00};

  /** The object identifier 1.2.840.10045.4.3.2. */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
  };

  private CertificateRequests() {}

  static byte[] write(KeyPair keys, PeerKeys signer) {
    byte[] body =
        tagged(
            SEQUENCE,
            VERSION_1,
            SUBJECT.getEncoded(),
            keys.getPublic().getEncoded(),
            tagged(NO_ATTRIBUTES));
    byte[] signature = signer.sign(keys.getPrivate(), body);
    return tagged(
        SEQUENCE,
        body,
        tagged(SEQUENCE, ECDSA_WITH_SHA256),
        // No bit of the last byte is unused.
        tagged(BIT_STRING, new byte[] {0}, signature));
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var all = new ByteArrayOutputStream();
    all.write(tag);
    length(content.size(), all);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private static void length(int length, ByteArrayOutputStream out) {
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
  }
}
