package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.CLUSTER;
import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Tables;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A token becomes one identity of its kind, whatever is lost, doubled or tried. */
class EnrolmentTest {
  private final Installation installation = new Installation(11);
  private final HostKey key = HostKey.elliptic(installation.random);

  @ParameterizedTest
  @EnumSource
  void tokenBecomesAnIdentityOfItsKind(PeerKind kind) {
    JoinTokens.NewJoinToken token = installation.token(kind);
    Instant now = NOON.plusSeconds(30);
    Credentials given = Outcomes.value(installation.enrol(token.text(), kind, key, now));

    Optional<?> cluster = kind == PeerKind.AGENT ? Optional.of(CLUSTER) : Optional.empty();
    Peer peer = installation.peer(given);
    X509Certificate certificate = certificate(given);
    assertEquals(cluster, given.cluster());
    assertEquals(cluster, peer.cluster());
    assertEquals(kind, peer.kind());
    assertEquals("rack-1", peer.name());
    assertEquals(new Peer.State.Active(), peer.state());
    assertEquals(
        Optional.of(new PeerSubject(kind, given.identity())),
        PeerSubject.read(certificate.getSubjectX500Principal()));
    assertEquals(key.keys().getPublic(), certificate.getPublicKey());
    assertEquals(now.plus(Duration.ofDays(90)), certificate.getNotAfter().toInstant());
    assertEquals(now.plus(Duration.ofDays(45)), given.renewAfter());
    assertEquals(installation.authority.bundle(installation.snapshot()), given.bundle());
    assertEquals(
        new JoinToken.Use.Spent(given.identity().text(), now),
        installation.snapshot().find(Tables.JOIN_TOKENS, token.token().id()).orElseThrow().use());
  }

  @Test
  void sameTokenWithTheSameKeyGivesTheSameIdentityAgain() {
    Secret token = installation.token(PeerKind.AGENT).text();
    Credentials first = Outcomes.value(installation.enrol(token, PeerKind.AGENT, key, NOON));
    Credentials again =
        Outcomes.value(installation.enrol(token, PeerKind.AGENT, key, NOON.plusSeconds(5)));
    assertEquals(first.identity(), again.identity());
    assertEquals(1, installation.snapshot().count(Tables.PEERS));
    assertEquals(NOON, installation.peer(again).enrolledAt());
    assertEquals(
        certificate(again).getSerialNumber().toString(16),
        installation.peer(again).certificate().serial());
  }

  @Test
  void twoTokensGiveTwoIdentities() {
    assertNotEquals(
        installation.joined(PeerKind.AGENT, key).identity(),
        installation.joined(PeerKind.AGENT, key).identity());
  }

  @Test
  void freshTokenOfTheSameClusterLetsAnAgentRejoinOnce() {
    Peer agent = installation.peer(installation.joined(PeerKind.AGENT, key));
    Secret token = installation.token(PeerKind.AGENT).text();
    JoinToken spent =
        Outcomes.value(
            installation.update(tx -> installation.enrolment.rejoin(tx, agent, token, NOON)));
    assertTrue(spent.use() instanceof JoinToken.Use.Spent);
    assertRejoinRefused(agent, token, NOON, "was used");
    // Nor does it admit another host after that.
    Outcomes.assertRefused(
        Reason.TOKEN_INVALID,
        "by another key",
        installation.enrol(token, PeerKind.AGENT, HostKey.elliptic(installation.random), NOON));
  }

  @Test
  void tokenThatIsNotFreshOrNotForThisAgentLetsNobodyRejoin() {
    Secret own = installation.token(PeerKind.AGENT).text();
    Peer agent =
        installation.peer(Outcomes.value(installation.enrol(own, PeerKind.AGENT, key, NOON)));
    assertRejoinRefused(agent, own, NOON, "was used");
    assertRejoinRefused(agent, installation.token(PeerKind.PROXY).text(), NOON, "not for this");
    assertRejoinRefused(
        agent, installation.token(PeerKind.AGENT).text(), NOON.plusSeconds(3_600), "expired");
    assertRejoinRefused(agent, new Secret("no"), NOON, "mistyped");
  }

  private void assertRejoinRefused(Peer agent, Secret token, Instant now, String part) {
    Outcomes.assertRefused(
        Reason.TOKEN_INVALID,
        part,
        installation.update(tx -> installation.enrolment.rejoin(tx, agent, token, now)));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("another key", Reason.TOKEN_INVALID, "by another key", Case::spendByAnother),
        refusal(
            "wrong kind",
            Reason.TOKEN_INVALID,
            "for an agent, but a proxy",
            one -> one.kind = PeerKind.PROXY),
        refusal(
            "expired", Reason.TOKEN_INVALID, "expired", one -> one.now = one.now.plusSeconds(3600)),
        refusal("expired though spent", Reason.TOKEN_INVALID, "expired", Case::spendAndWait),
        refusal("revoked", Reason.TOKEN_INVALID, "revoked", Case::revokeToken),
        refusal("unknown", Reason.TOKEN_INVALID, "no such token", Case::useUnknownToken),
        refusal("mistyped", Reason.TOKEN_INVALID, "mistyped", one -> one.token = new Secret("no")),
        refusal("identity revoked", Reason.IDENTITY_REVOKED, "join again", Case::spendAndRevoke),
        refusal("identity gone", Reason.TOKEN_INVALID, "another key", Case::spendAndForget),
        refusal("cluster deleted", Reason.TOKEN_INVALID, "was deleted", Case::deleteCluster),
        refusal(
            "long name", Reason.REQUEST_INVALID, "253 bytes", one -> one.name = "x".repeat(254)));
  }

  private static Arguments refusal(
      String name, Reason reason, String part, Consumer<Case> preparation) {
    return Arguments.of(name, reason, part, preparation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whateverIsWrongIsRefusedAndChangesNothing(
      String name, Reason reason, String part, Consumer<Case> preparation) {
    Case one = new Case(installation, key);
    preparation.accept(one);
    var before = installation.snapshot().version();
    Outcomes.assertRefused(reason, part, one.enrol());
    assertEquals(before, installation.snapshot().version(), name + " changed the state");
  }

  @Test
  void everyCaseIsGrantedWithoutItsFault() {
    assertTrue(Outcomes.value(new Case(installation, key).enrol()).chain().size() == 1);
  }

  private static X509Certificate certificate(Credentials given) {
    return CertificateForm.read(given.chain().getFirst().toArray()).orElseThrow();
  }

  /** An enrolment that would be granted, until something about it is made wrong. */
  static final class Case {
    private final Installation installation;
    private final HostKey key;
    private final JoinToken row;
    private Secret token;
    private PeerKind kind = PeerKind.AGENT;
    private Instant now = NOON;
    private String name = "host";

    Case(Installation installation, HostKey key) {
      this.installation = installation;
      this.key = key;
      JoinTokens.NewJoinToken made = installation.token(PeerKind.AGENT);
      this.row = made.token();
      this.token = made.text();
    }

    Outcome<Credentials> enrol() {
      JoinRequest request = new JoinRequest(token, kind, key.readRequest(), name);
      return installation.update(tx -> installation.enrolment.enrol(tx, request, now));
    }

    Credentials spend() {
      return Outcomes.value(enrol());
    }

    void spendByAnother() {
      HostKey other = HostKey.elliptic(installation.random);
      Outcomes.value(installation.enrol(token, kind, other, now));
    }

    void spendAndWait() {
      spend();
      now = row.expiresAt();
    }

    void revokeToken() {
      Outcomes.value(installation.update(tx -> JoinTokens.revoke(tx, row.id(), now)));
    }

    void useUnknownToken() {
      token = new Secret(TokenText.random(kind, installation.random).text());
    }

    void spendAndRevoke() {
      installation.revoke(spend());
    }

    void spendAndForget() {
      Credentials given = spend();
      installation.update(tx -> {
        tx.remove(Tables.PEERS, given.identity());
        return true;
      });
    }

    void deleteCluster() {
      installation.update(tx -> {
        Cluster cluster = tx.find(Tables.CLUSTERS, CLUSTER).orElseThrow();
        tx.update(Tables.CLUSTERS, cluster.deleted());
        return true;
      });
    }
  }
}
