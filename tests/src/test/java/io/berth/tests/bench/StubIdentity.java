package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import io.berth.proto.common.PeerKind;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The key and certificate that a stub host got for a real join token. */
record StubIdentity(String pemChain, String pemKey) {
  private static final long DEADLINE_SECONDS = 30;
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  @Override
  public String toString() {
    return "StubIdentity";
  }

  /** Over a connection without a client certificate. */
  static StubIdentity enrol(ManagedChannel stranger, String token, String hostName) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      EnrolResponse response =
          EnrolmentGrpc.newBlockingStub(stranger)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .enrol(
                  EnrolRequest.newBuilder()
                      .setJoinToken(token)
                      .setKind(PeerKind.PEER_KIND_AGENT)
                      .setCsrDer(ByteString.copyFrom(request(keys)))
                      .setHostName(hostName)
                      .setProgramVersion("stub")
                      .build());
      if (!response.hasCredentials()) {
        throw new IllegalStateException("not enrolled: " + response.getRefusal().getSentence());
      }
      return of(response.getCredentials(), keys);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ChannelCredentials credentials(InputStream authority) throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(authority)
        .keyManager(
            new ByteArrayInputStream(pemChain.getBytes(US_ASCII)),
            new ByteArrayInputStream(pemKey.getBytes(US_ASCII)))
        .build();
  }

  private static byte[] request(KeyPair keys) throws OperatorCreationException, IOException {
    return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=stub"), keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  private static StubIdentity of(Credentials given, KeyPair keys) {
    StringBuilder chain = new StringBuilder();
    List<ByteString> certificates = given.getCertificateChainList();
    certificates.forEach(der -> chain.append(pem("CERTIFICATE", der.toByteArray())));
    return new StubIdentity(chain.toString(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, PEM.encodeToString(der), what);
  }
}
