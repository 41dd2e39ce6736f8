package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.SignatureAlgorithm;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.OldKeyProof;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gets this host its identity and keeps it: a key that never leaves the host, a certificate from
 * the scheduler. The order is always: know whom one speaks with, learn the time from its signed
 * clock, judge its certificate by that, and only then show a token or a proof. Holds nothing
 * between calls.
 *
 * <p>A renewal always proves the old key, whether its certificate is over or not: one way is tested
 * better than two, and needs no client certificate that a handshake might refuse.
 */
public final class Enroller {
  private static final String PROOF_PURPOSE = "berth-renew-v1";
  private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{32}");
  private static final int CHAIN_MOST = 4;
  private static final int CLUSTER_MOST_BYTES = 255;

  private final PeerRole role;
  private final LinkFiles files;
  private final PeerKeys keys;
  private final ClockOffset offset;
  private final String programVersion;

  Enroller(
      PeerRole role, LinkFiles files, PeerKeys keys, ClockOffset offset, String programVersion) {
    this.role = role;
    this.files = files;
    this.keys = keys;
    this.offset = offset;
    this.programVersion = programVersion;
  }

  /** The token as it was given to the operator, and the host's name for people. */
  record Wish(String token, String hostName) {
    @Override
    public String toString() {
      return "Wish of " + hostName;
    }
  }

  /** Turns a token into an identity. When the answer was lost, the same key asks again. */
  Enrolled join(EnrolCalls calls, Wish wish, Moment now) throws IOException, UntrustedException {
    GetNonceResponse _ = meet(calls, now);
    KeyPair pair = joiningKeys();
    var request =
        EnrolRequest.newBuilder()
            .setJoinToken(wish.token())
            .setKind(role.kind())
            .setCsrDer(ByteString.copyFrom(CertificateRequests.write(pair, keys)))
            .setHostName(Bounds.text(wish.hostName(), 253))
            .setProgramVersion(programVersion);
    EnrolResponse response = calls.enrol(request.build());
    return switch (response.getOutcomeCase()) {
      case CREDENTIALS -> new Enrolled.Done(keep(response.getCredentials(), pair));
      case REFUSAL -> refused(response.getRefusal());
      case OUTCOME_NOT_SET -> throw new UntrustedException("The enrolment has no outcome");
    };
  }

  private KeyPair joiningKeys() throws IOException {
    Optional<KeyPair> before = files.joining();
    if (before.isPresent()) {
      return before.get();
    }
    KeyPair made = keys.make();
    // Before the token is shown: it is spent for this key alone.
    files.writeJoining(made);
    return made;
  }

  /** Gives the identity a new key and a new certificate for it. */
  Enrolled renew(EnrolCalls calls, PeerIdentity old, Moment now)
      throws IOException, UntrustedException {
    GetNonceResponse nonce = meet(calls, now);
    KeyPair pair = keys.make();
    byte[] request = CertificateRequests.write(pair, keys);
    RenewResponse response =
        calls.renew(
            RenewRequest.newBuilder()
                .setCsrDer(ByteString.copyFrom(request))
                .setOldKeyProof(proof(old, nonce.getNonce(), request))
                .setProgramVersion(programVersion)
                .build());
    return switch (response.getOutcomeCase()) {
      case CREDENTIALS -> {
        Credentials credentials = response.getCredentials();
        if (!credentials.getIdentity().equals(old.id())) {
          throw new UntrustedException("The renewal names another identity");
        }
        yield new Enrolled.Done(keep(credentials, pair));
      }
      case REFUSAL -> refused(response.getRefusal());
      case OUTCOME_NOT_SET -> throw new UntrustedException("The renewal has no outcome");
    };
  }

  private OldKeyProof proof(PeerIdentity old, ByteString nonce, byte[] request) {
    byte[] signature =
        keys.sign(
            old.key(),
            PROOF_PURPOSE.getBytes(StandardCharsets.US_ASCII),
            new byte[] {0},
            nonce.toByteArray(),
            Certificates.sha256(request));
    return OldKeyProof.newBuilder()
        .setCertificateDer(ByteString.copyFrom(der(old.certificate())))
        .setNonce(nonce)
        .setSignature(ByteString.copyFrom(signature))
        .setAlgorithm(SignatureAlgorithm.SIGNATURE_ALGORITHM_ECDSA_P256_SHA256)
        .build();
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("what was read has its bytes", e);
    }
  }

  /** For a host whose clock may be so wrong that it does not see that its certificate is over. */
  void learnTime(EnrolCalls calls, Moment now) throws IOException, UntrustedException {
    GetNonceResponse _ = meet(calls, now);
  }

  /** Learns the time and judges the other end by it. */
  private GetNonceResponse meet(EnrolCalls calls, Moment now)
      throws IOException, UntrustedException {
    byte[] own = keys.nonce();
    GetNonceResponse response =
        calls.nonce(GetNonceRequest.newBuilder().setClockNonce(ByteString.copyFrom(own)).build());
    Instant time = SignedClocks.time(response.getClock(), own, calls.authorities());
    calls.requireValidAt(time);
    offset.learn(time, now.wall());
    return response;
  }

  // ------------------------------------------------------------------ what was given

  private PeerIdentity keep(Credentials given, KeyPair pair)
      throws IOException, UntrustedException {
    List<X509Certificate> chain = Certificates.readAll(given.getCertificateChainList(), CHAIN_MOST);
    List<X509Certificate> authorities =
        Certificates.readAll(given.getTrustBundle().getCertificatesList(), Bounds.BUNDLE_MOST);
    requireOurs(given, chain, authorities, pair);
    PeerIdentity identity =
        new PeerIdentity(
            given.getIdentity(),
            given.getClusterName(),
            pair.getPrivate(),
            chain,
            renewAfter(given));
    // Trust first: an identity without it could speak with nobody.
    files.writeTrust(authorities);
    files.writeIdentity(identity);
    return identity;
  }

  private void requireOurs(
      Credentials given,
      List<X509Certificate> chain,
      List<X509Certificate> authorities,
      KeyPair pair)
      throws UntrustedException {
    if (!IDENTITY.matcher(given.getIdentity()).matches()) {
      throw new UntrustedException("The identity is no 32 hexadecimal digits");
    }
    String cluster = given.getClusterName();
    boolean isName = cluster.chars().allMatch(one -> one > ' ' && one < 0x7F);
    boolean belongs = role == PeerRole.AGENT;
    if (cluster.isEmpty() == belongs || cluster.length() > CLUSTER_MOST_BYTES || !isName) {
      throw new UntrustedException("The cluster's name cannot be one");
    }
    byte[] certified = chain.getFirst().getPublicKey().getEncoded();
    if (!MessageDigest.isEqual(certified, pair.getPublic().getEncoded())) {
      throw new UntrustedException("The certificate is for another key");
    }
    List<X509Certificate> _ =
        Certificates.requireIssued(chain, authorities, Certificates.youth(chain));
  }

  private static Instant renewAfter(Credentials given) throws UntrustedException {
    try {
      return Times.instant(given.getRenewAfter());
    } catch (DateTimeException | ArithmeticException e) {
      throw new UntrustedException("The time of the renewal cannot be", e);
    }
  }

  private static Enrolled refused(Refusal refusal) {
    Optional<Duration> retryAfter = Bounds.retryAfter(refusal);
    return new Enrolled.Refused(
        refusal.getCode(), Bounds.sentence(refusal.getSentence()), retryAfter);
  }
}
