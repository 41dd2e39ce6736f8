package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.store.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests count when their key is strong and signs them, and not one byte is changed. */
class CertificateRequestTest {
  private static final SeededRandom RANDOM = new SeededRandom(8);

  static LongStream seeds() {
    return Seeds.first(2);
  }

  static Stream<Arguments> refusedRequests() throws IOException {
    KeyPair elliptic = HostKey.elliptic(RANDOM).keys();
    byte[] good = HostKey.request(elliptic, "SHA256withECDSA").toArray();
    return Stream.of(
        refused("neither P-256 nor Ed25519", weak("RSA", 2048, "SHA256withRSA")),
        refused("neither P-256 nor Ed25519", weak("EC", 384, "SHA384withECDSA")),
        refused("neither P-256 nor Ed25519", weak("Ed448", 448, "Ed448")),
        refused("not signed with", HostKey.request(elliptic, "SHA512withECDSA")),
        refused("not signed by its own key", swapped(HostKey.elliptic(RANDOM), good)),
        refused("is no PKCS #10 request", Bytes.of(new byte[0])),
        refused("is no PKCS #10 request", Bytes.of(new byte[] {0x30, 0})),
        refused("is no PKCS #10 request", Bytes.of("-----BEGIN".getBytes(StandardCharsets.UTF_8))),
        refused("is no PKCS #10 request", Bytes.of(Arrays.copyOf(good, good.length - 1))),
        refused("is no PKCS #10 request", Bytes.of(Arrays.copyOf(good, good.length + 1))),
        refused("is not in DER form", loose(good)),
        refused("8193 bytes", Bytes.of(new byte[8193])));
  }

  @ParameterizedTest
  @MethodSource("refusedRequests")
  void requestThatIsNotGoodEnoughIsRefused(String part, Bytes request) {
    Outcomes.assertRefused(Reason.REQUEST_INVALID, part, CertificateRequest.read(request));
  }

  @Test
  void bothKindsOfKeyAreAccepted() {
    for (HostKey key : new HostKey[] {HostKey.elliptic(RANDOM), HostKey.edwards(RANDOM)}) {
      assertEquals(key.keys().getPublic(), key.readRequest().key().key());
      assertEquals(key.algorithm(), key.readRequest().key().algorithm());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noByteOfRequestMayChange(long seed) {
    SeededRandom random = new SeededRandom(seed);
    for (HostKey key : new HostKey[] {HostKey.elliptic(random), HostKey.edwards(random)}) {
      EveryByte.isRefused(
          key.request(), random, changed -> Outcomes.isRefused(CertificateRequest.read(changed)));
    }
  }

  /** Goal: whatever bytes come, the answer is a refusal and never an exception. */
  @ParameterizedTest
  @MethodSource("seeds")
  void bytesChangedAtRandomAreRefusedQuietly(long seed) {
    SeededRandom random = new SeededRandom(seed);
    byte[] good = HostKey.elliptic(random).request().toArray();
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      for (int count = random.nextInt(1, 6); count > 0; count--) {
        changed[random.nextInt(Math.min(changed.length, 1 + round / 10))] = (byte) random.nextInt();
      }
      if (!Arrays.equals(good, changed)) {
        assertTrue(Outcomes.isRefused(CertificateRequest.read(Bytes.of(changed))));
        assertTrue(CertificateForm.read(changed).isEmpty());
      }
    }
  }

  private static Arguments refused(String part, Bytes request) {
    return Arguments.of(part, request);
  }

  private static Bytes weak(String kind, int bits, String algorithm) {
    return HostKey.request(HostKey.generate(kind, bits, RANDOM), algorithm);
  }

  /** One host's request with the signature of another's. */
  private static Bytes swapped(HostKey signer, byte[] request) throws IOException {
    ASN1Sequence body = ASN1Sequence.getInstance(request);
    ASN1Sequence other = ASN1Sequence.getInstance(signer.request().toArray());
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.addAll(
        new ASN1Encodable[] {body.getObjectAt(0), body.getObjectAt(1), other.getObjectAt(2)});
    return Bytes.of(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
  }

  /** The same request in a form that says the same with other bytes. */
  private static Bytes loose(byte[] request) throws IOException {
    ASN1Sequence body = ASN1Sequence.getInstance(request);
    return Bytes.of(new BERSequence(body.toArray()).getEncoded(ASN1Encoding.BER));
  }
}
