package io.berth.scheduler.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.ClockStatement;
import io.berth.proto.common.PeerKind;
import io.berth.proto.common.SignatureAlgorithm;
import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.enrol.OldKeyProof;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Reason;
import io.berth.scheduler.identity.RenewalRequest;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.ReadTx;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/** Identities, their proofs and the signed clock as the wire has them. */
public final class IdentityWire {
  public static final int SHORTEST_CLOCK_NONCE = 16;
  public static final int LONGEST_CLOCK_NONCE = 64;
  private static final int NONCE_BYTES = 32;
  private static final int MOST_CERTIFICATE_BYTES = 8 * 1024;
  private static final int MOST_SIGNATURE_BYTES = 1_024;

  private IdentityWire() {}

  public static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  public static Bytes bytes(ByteString bytes) {
    return Bytes.of(bytes.toByteArray());
  }

  public static boolean isClockNonce(ByteString nonce) {
    return nonce.size() >= SHORTEST_CLOCK_NONCE && nonce.size() <= LONGEST_CLOCK_NONCE;
  }

  public static SignedClock clock(
      CertificateAuthority authority, ReadTx tx, ByteString nonce, Instant now) {
    return clock(authority.signClock(tx, statement(nonce, now)));
  }

  static SignedClock clock(
      Identities identities, X500Principal shown, ByteString nonce, Instant now) {
    return clock(
        identities
            .authority()
            .signClock(identities.store().snapshot(), statement(nonce, now), shown));
  }

  private static Bytes statement(ByteString nonce, Instant now) {
    return Bytes.of(
        ClockStatement.newBuilder().setTime(Times.of(now)).setNonce(nonce).build().toByteArray());
  }

  private static SignedClock clock(io.berth.scheduler.identity.SignedClock signed) {
    return SignedClock.newBuilder()
        .setStatement(bytes(signed.statement()))
        .setSignature(bytes(signed.signature()))
        .setAlgorithm(algorithm(signed.algorithm()))
        .setSignerFingerprint(ByteString.copyFrom(signed.signer().toArray()))
        .build();
  }

  public static TrustBundle bundle(io.berth.scheduler.identity.TrustBundle bundle) {
    TrustBundle.Builder wire = TrustBundle.newBuilder();
    bundle.certificates().forEach(certificate -> wire.addCertificates(bytes(certificate)));
    return wire.build();
  }

  public static Credentials credentials(io.berth.scheduler.identity.Credentials credentials) {
    Credentials.Builder wire =
        Credentials.newBuilder()
            .setIdentity(credentials.identity().text())
            .setTrustBundle(bundle(credentials.bundle()))
            .setClusterName(credentials.cluster().map(ClusterName::text).orElse(""))
            .setRenewAfter(Times.of(credentials.renewAfter()));
    credentials.chain().forEach(certificate -> wire.addCertificateChain(bytes(certificate)));
    return wire.build();
  }

  public static Outcome<io.berth.scheduler.model.PeerKind> kind(PeerKind kind) {
    return switch (kind) {
      case PEER_KIND_AGENT -> Outcome.done(io.berth.scheduler.model.PeerKind.AGENT);
      case PEER_KIND_PROXY -> Outcome.done(io.berth.scheduler.model.PeerKind.PROXY);
      case PEER_KIND_UNSPECIFIED, UNRECOGNIZED ->
          Outcome.refused(Reason.REQUEST_INVALID, "the request says neither agent nor proxy");
    };
  }

  public static Outcome<RenewalRequest.Proof> proof(OldKeyProof proof) {
    if (proof.getNonce().size() != NONCE_BYTES
        || proof.getCertificateDer().size() > MOST_CERTIFICATE_BYTES
        || proof.getSignature().size() > MOST_SIGNATURE_BYTES) {
      return Outcome.refused(Reason.PROOF_INVALID, "the proof of the old key breaks a size limit");
    }
    return algorithm(proof.getAlgorithm())
        .then(algorithm ->
            Outcome.done(
                new RenewalRequest.Proof.OldKey(
                    bytes(proof.getCertificateDer()),
                    bytes(proof.getNonce()),
                    bytes(proof.getSignature()),
                    algorithm)));
  }

  private static Outcome<io.berth.scheduler.identity.SignatureAlgorithm> algorithm(
      SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case SIGNATURE_ALGORITHM_ECDSA_P256_SHA256 ->
          Outcome.done(io.berth.scheduler.identity.SignatureAlgorithm.ECDSA_P256_SHA256);
      case SIGNATURE_ALGORITHM_ED25519 ->
          Outcome.done(io.berth.scheduler.identity.SignatureAlgorithm.ED25519);
      case SIGNATURE_ALGORITHM_UNSPECIFIED, UNRECOGNIZED ->
          Outcome.refused(
              Reason.PROOF_INVALID, "the proof of the old key is signed in an unknown way");
    };
  }

  private static SignatureAlgorithm algorithm(
      io.berth.scheduler.identity.SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256_SHA256 -> SignatureAlgorithm.SIGNATURE_ALGORITHM_ECDSA_P256_SHA256;
      case ED25519 -> SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519;
    };
  }
}
