package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.PeerKind;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.OldKeyProof;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Gives identities as a scheduler does, by Bouncy Castle's reading of what it is sent. */
public final class TestScheduler {
  public static final String TOKEN = "berth-agent-0123456789abcdef-token";
  public static final String IDENTITY = "0123456789abcdef0123456789abcdef";

  /** Gives another identity. */
  public static final String SECOND_TOKEN = "berth-agent-fedcba9876543210-token";

  public static final String SECOND_IDENTITY = "fedcba9876543210fedcba9876543210";

  public TestAuthority authority;
  public volatile Instant now;
  public boolean isBusy;

  /** Renewals are refused so, whatever they prove. */
  public volatile Optional<RefusalCode> refusesRenewals = Optional.empty();

  public final AtomicInteger renewals = new AtomicInteger();
  public final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Map<String, PublicKey> spent = new HashMap<>();

  public TestScheduler(TestAuthority authority, Instant now) {
    this.authority = authority;
    this.now = now;
  }

  public GetNonceResponse nonce(GetNonceRequest request) {
    return GetNonceResponse.newBuilder()
        .setNonce(ByteString.copyFrom(new byte[32]))
        .setValidMs(60_000)
        .setClock(authority.clock(now, request.getClockNonce().toByteArray()))
        .build();
  }

  public EnrolResponse enrol(EnrolRequest request) {
    tokens.add(request.getJoinToken());
    if (isBusy) {
      return EnrolResponse.newBuilder().setRefusal(refusal(RefusalCode.REFUSAL_CODE_BUSY)).build();
    }
    PublicKey key = keyOf(request.getCsrDer());
    PublicKey before = spent.putIfAbsent(request.getJoinToken(), key);
    boolean second = request.getJoinToken().equals(SECOND_TOKEN);
    boolean known = second || request.getJoinToken().equals(TOKEN);
    if (!known || (before != null && !before.equals(key))) {
      return EnrolResponse.newBuilder()
          .setRefusal(refusal(RefusalCode.REFUSAL_CODE_TOKEN_INVALID))
          .build();
    }
    return EnrolResponse.newBuilder()
        .setCredentials(enrolled(request, credentials(second ? SECOND_IDENTITY : IDENTITY, key)))
        .build();
  }

  /** A proxy is member of no cluster. */
  private static Credentials enrolled(EnrolRequest request, Credentials credentials) {
    return request.getKind() == PeerKind.PEER_KIND_PROXY
        ? credentials.toBuilder().clearClusterName().build()
        : credentials;
  }

  public RenewResponse renew(RenewRequest request) {
    renewals.incrementAndGet();
    if (refusesRenewals.isPresent()) {
      return RenewResponse.newBuilder().setRefusal(refusal(refusesRenewals.get())).build();
    }
    try {
      OldKeyProof proof = request.getOldKeyProof();
      var old =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(proof.getCertificateDer().toByteArray()));
      old.verify(authority.certificate().getPublicKey());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(old.getPublicKey());
      signature.update("berth-renew-v1\0".getBytes(StandardCharsets.US_ASCII));
      signature.update(proof.getNonce().toByteArray());
      signature.update(Certificates.sha256(request.getCsrDer().toByteArray()));
      if (!signature.verify(proof.getSignature().toByteArray())) {
        return RenewResponse.newBuilder()
            .setRefusal(refusal(RefusalCode.REFUSAL_CODE_PROOF_INVALID))
            .build();
      }
      return RenewResponse.newBuilder()
          .setCredentials(credentials(IDENTITY, keyOf(request.getCsrDer())))
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Refusal refusal(RefusalCode code) {
    return Refusal.newBuilder().setCode(code).setSentence("no: " + code).build();
  }

  public Credentials credentials(String identity, PublicKey key) {
    return Credentials.newBuilder()
        .setIdentity(identity)
        .addCertificateChain(TestAuthority.der(authority.peer(identity, key, now)))
        .setTrustBundle(TestAuthority.bundle(authority))
        .setClusterName("default")
        .setRenewAfter(Times.timestamp(now.plus(Duration.ofDays(45))))
        .build();
  }

  private static PublicKey keyOf(ByteString csr) {
    try {
      var request = new JcaPKCS10CertificationRequest(csr.toByteArray());
      var verifier = new JcaContentVerifierProviderBuilder().build(request.getPublicKey());
      if (!request.isSignatureValid(verifier)) {
        throw new AssertionError("The request is not signed by its key");
      }
      if (!ByteString.copyFrom(
              request.toASN1Structure().getEncoded(org.bouncycastle.asn1.ASN1Encoding.DER))
          .equals(csr)) {
        throw new AssertionError("The request is not in DER form");
      }
      return request.getPublicKey();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection in memory whose TLS is over already. */
  public EnrolCalls connection(ServerTrust trust, X509Certificate... shown) throws Exception {
    trust.checkServerTrusted(shown, "EC");
    return new Direct(trust);
  }

  private final class Direct implements EnrolCalls {
    private final ServerTrust trust;

    Direct(ServerTrust trust) {
      this.trust = trust;
    }

    @Override
    public GetNonceResponse nonce(GetNonceRequest request) {
      return TestScheduler.this.nonce(request);
    }

    @Override
    public EnrolResponse enrol(EnrolRequest request) throws IOException {
      EnrolResponse response = TestScheduler.this.enrol(request);
      if (isDeaf) {
        throw new IOException("the answer is lost");
      }
      return response;
    }

    @Override
    public RenewResponse renew(RenewRequest request) {
      return TestScheduler.this.renew(request);
    }

    @Override
    public List<X509Certificate> authorities() {
      return trust.authorities();
    }

    @Override
    public void requireValidAt(Instant schedulersTime) throws UntrustedException {
      trust.requireValidAt(schedulersTime);
    }

    @Override
    public void close() {}
  }

  /** Answers are lost after they took effect. */
  public boolean isDeaf;
}
