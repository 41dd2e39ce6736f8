package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.PeerKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our certificates in real handshakes of TLS 1.3, with the JDK judging the server's. Everything is
 * issued now, since the JDK reads its own clock when it judges.
 */
class HandshakeTest {
  private final Installation installation = new Installation(23);
  private final Instant now = Instant.now();
  private final HostKey key = HostKey.elliptic(installation.random);
  private final List<PeerTrust.Foreigner> foreigners = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void enrolledPeerIsConnectedAndKnown(PeerKind kind) throws SSLException {
    Credentials joined = joined(installation, kind, key);
    List<Bytes> shown = connect(caller(joined, key), now);
    assertEquals(
        joined.identity(),
        Outcomes.value(PeerCheck.admit(shown, kind, now, installation.snapshot())).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "berth.example", "192.0.2.7"})
  void serverIsBelievedUnderEachOfItsNames(String host) throws SSLException {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    connect(new Handshake.Caller(joined.bundle(), host, own(joined, key)), now);
  }

  @Test
  void serverIsNotBelievedUnderAnotherName() {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    var caller = new Handshake.Caller(joined.bundle(), "other.example", own(joined, key));
    assertThrows(SSLException.class, () -> connect(caller, now));
  }

  @Test
  void edwardsKeyConnectsToo() throws SSLException {
    HostKey edwards = HostKey.edwards(installation.random);
    Credentials joined = joined(installation, PeerKind.AGENT, edwards);
    assertEquals(joined.chain(), connect(caller(joined, edwards), now));
  }

  @Test
  void peerWithoutCertificateIsNotConnected() {
    TrustBundle bundle = installation.authority.bundle(installation.snapshot());
    var caller = new Handshake.Caller(bundle, "localhost", List.of());
    assertThrows(SSLException.class, () -> connect(caller, now));
  }

  @Test
  void peerOfForeignAuthorityIsNotConnected() {
    Credentials foreign = joined(new Installation(24), PeerKind.AGENT, key);
    TrustBundle ours = installation.authority.bundle(installation.snapshot());
    var caller = new Handshake.Caller(ours, "localhost", own(foreign, key));
    assertThrows(SSLException.class, () -> connect(caller, now));
    assertEquals(
        List.of(foreign.identity()),
        foreigners.stream().map(PeerTrust.Foreigner::claimed).distinct().toList());
  }

  @Test
  void serverOfForeignAuthorityIsNotBelieved() {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    Installation foreign = new Installation(24);
    var caller =
        new Handshake.Caller(
            foreign.authority.bundle(foreign.snapshot()), "localhost", own(joined, key));
    assertThrows(SSLException.class, () -> connect(caller, now));
  }

  /** The scheduler's clock is handed in, so it can stand after the end of the certificate. */
  @Test
  void expiredPeerIsNotConnected() throws SSLException {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    connect(caller(joined, key), now.plus(Duration.ofDays(89)));
    SSLException refused =
        assertThrows(
            SSLException.class, () -> connect(caller(joined, key), now.plus(Duration.ofDays(91))));
    assertTrue(String.valueOf(refused.getMessage()).contains("ended at"), refused.toString());
  }

  @Test
  void serversCertificateDoesNotServeAsPeers() {
    ServerCertificate server = server();
    TrustBundle bundle = installation.authority.bundle(installation.snapshot());
    List<KeyManager> own = Handshake.own(server.key(), server.chain());
    assertThrows(
        SSLException.class, () -> connect(new Handshake.Caller(bundle, "localhost", own), now));
  }

  @Test
  void wrongKindIsConnectedButRefusedByTheCheck() throws SSLException {
    Credentials joined = joined(installation, PeerKind.PROXY, key);
    List<Bytes> shown = connect(caller(joined, key), now);
    Outcomes.assertRefused(
        Reason.WRONG_KIND,
        "proxy",
        PeerCheck.admit(shown, PeerKind.AGENT, now, installation.snapshot()));
  }

  @Test
  void revokedPeerIsRefusedOnItsNextConnection() throws SSLException {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    Outcomes.value(check(connect(caller(joined, key), now)));
    installation.revoke(joined);
    Outcomes.assertRefused(
        Reason.IDENTITY_REVOKED, "revoked", check(connect(caller(joined, key), now)));
  }

  /**
   * An old peer knows the old authority only, until its bundle is renewed: it must not be cut off.
   */
  @Test
  void changeOfAuthoritiesKeepsRenewedPeersConnected() throws SSLException {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    ServerCertificate oldServer = server();
    installation.replaceAuthority(CaCertificate.State.TRUSTED);
    connect(caller(joined, key), oldServer, now);
    Credentials renewed =
        Outcomes.value(installation.renewByKey(joined.chain().getFirst(), key, now));
    connect(new Handshake.Caller(renewed.bundle(), "localhost", own(joined, key)), now);
  }

  /** By the JDK's own judgement: what any client may have in its list of authorities. */
  @Test
  void whoeverKnowsTheFormerAuthorityAloneBelievesTheNewOnesServer() throws SSLException {
    Credentials joined = joined(installation, PeerKind.AGENT, key);
    Authorities authorities = new Authorities(installation.authority);
    TrustBundle former = installation.authority.bundle(installation.snapshot());
    var formerId = installation.authority.fingerprint(installation.snapshot());
    for (int changes = 0; changes < 3; changes++) {
      installation.update(tx -> {
        var next = Outcomes.value(authorities.prepare(tx, now));
        return Outcomes.value(authorities.switchTo(tx, next.id(), now));
      });
      connect(new Handshake.Caller(former, "localhost", own(joined, key)), now);
      var newest = installation.authority.bundle(installation.snapshot()).certificates().getFirst();
      var ofNewest = new TrustBundle(List.of(newest));
      connect(new Handshake.Caller(ofNewest, "localhost", own(joined, key)), now);
    }
    installation.update(
        tx -> Outcomes.value(Authorities.retire(tx, formerId, Authorities.Force.YES)));
    Handshake.Caller left = new Handshake.Caller(former, "localhost", own(joined, key));
    assertThrows(SSLException.class, () -> connect(left, now));
  }

  private Outcome<?> check(List<Bytes> shown) {
    return PeerCheck.admit(shown, PeerKind.AGENT, now, installation.snapshot());
  }

  private Credentials joined(Installation where, PeerKind kind, HostKey host) {
    JoinTokens.NewJoinToken token =
        Outcomes.value(where.update(tx -> where.tokens.create(tx, Installation.wish(kind), now)));
    return Outcomes.value(where.enrol(token.text(), kind, host, now));
  }

  private static Handshake.Caller caller(Credentials joined, HostKey host) {
    return new Handshake.Caller(joined.bundle(), "localhost", own(joined, host));
  }

  private static List<KeyManager> own(Credentials joined, HostKey host) {
    List<X509Certificate> chain =
        joined.chain().stream()
            .map(one -> CertificateForm.read(one.toArray()).orElseThrow())
            .toList();
    return Handshake.own(host.keys().getPrivate(), chain);
  }

  private List<Bytes> connect(Handshake.Caller caller, Instant clock) throws SSLException {
    return connect(caller, server(), clock);
  }

  private List<Bytes> connect(Handshake.Caller caller, ServerCertificate server, Instant clock)
      throws SSLException {
    PeerTrust trust = new PeerTrust(installation::snapshot, () -> clock, foreigners::add);
    return Handshake.run(caller, server, trust);
  }

  private ServerCertificate server() {
    ServerNames names =
        Outcomes.value(ServerNames.withLoopback(List.of("berth.example", "192.0.2.7")));
    return installation.authority.issueServer(installation.snapshot(), names, now);
  }
}
