package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Tables;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection is let in by certificate and state together; each alone is not enough. */
class PeerCheckTest {
  private final Installation installation = new Installation(17);
  private final HostKey key = HostKey.elliptic(installation.random);
  private final Credentials agent = installation.joined(PeerKind.AGENT, key);
  private final Bytes certificate = agent.chain().getFirst();

  @Test
  void enrolledAgentIsLetInAsWhatIsStored() {
    assertEquals(installation.peer(agent), Outcomes.value(admit(certificate, NOON)));
  }

  @Test
  void bytesAfterItsOwnCertificateDoNotMatter() {
    Outcomes.value(
        PeerCheck.admit(
            List.of(certificate, Bytes.of(new byte[] {1})),
            PeerKind.AGENT,
            NOON,
            installation.snapshot()));
  }

  @Test
  void peerWithoutCertificateIsRefused() {
    Outcomes.assertRefused(
        Reason.IDENTITY_UNKNOWN,
        "no certificate",
        PeerCheck.admit(List.of(), PeerKind.AGENT, NOON, installation.snapshot()));
  }

  @Test
  void peerOfAnotherKindIsRefused() {
    Outcomes.assertRefused(
        Reason.WRONG_KIND,
        "that of an agent",
        PeerCheck.admit(agent.chain(), PeerKind.PROXY, NOON, installation.snapshot()));
  }

  @Test
  void revocationHoldsFromTheNextConnectionOn() {
    Outcomes.value(admit(certificate, NOON));
    installation.revoke(agent);
    Outcomes.assertRefused(Reason.IDENTITY_REVOKED, "join again", admit(certificate, NOON));
  }

  @Test
  void revokingTwiceKeepsTheFirstTime() {
    installation.revoke(agent);
    Peer again =
        Outcomes.value(
            installation.update(tx -> Peers.revoke(tx, agent.identity(), NOON.plusSeconds(9))));
    assertEquals(new Peer.State.Revoked(NOON), again.state());
    Outcomes.assertRefused(
        Reason.NOT_FOUND,
        "no identity",
        installation.update(tx -> Peers.revoke(tx, new PeerId(1, 2), NOON)));
  }

  @Test
  void identityThatIsNotStoredIsRefused() {
    installation.update(tx -> {
      tx.remove(Tables.PEERS, agent.identity());
      return true;
    });
    Outcomes.assertRefused(Reason.IDENTITY_UNKNOWN, "not known here", admit(certificate, NOON));
  }

  @Test
  void certificateCountsWithinItsTimeOnly() {
    Instant end = NOON.plus(Duration.ofDays(90));
    Outcomes.value(admit(certificate, end));
    Outcomes.assertRefused(
        Reason.PROOF_INVALID, "ended at", admit(certificate, end.plusSeconds(1)));
    Outcomes.assertRefused(
        Reason.PROOF_INVALID, "begins at", admit(certificate, NOON.minusSeconds(301)));
    Outcomes.value(admit(certificate, NOON.minusSeconds(300)));
  }

  @Test
  void foreignAuthorityVouchesForNobody() {
    Installation foreign = new Installation(18);
    Credentials stranger = foreign.joined(PeerKind.AGENT, key);
    Outcomes.assertRefused(
        Reason.IDENTITY_UNKNOWN, "nobody whom", admit(stranger.chain().getFirst(), NOON));
  }

  @Test
  void authorityThatIsTrustedVouchesAndRetiredOneDoesNot() {
    installation.replaceAuthority(CaCertificate.State.TRUSTED);
    Outcomes.value(admit(certificate, NOON));
    installation.update(tx -> {
      for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
        if (row.state() == CaCertificate.State.TRUSTED) {
          tx.update(
              Tables.CA_CERTIFICATES,
              new CaCertificate(
                  row.id(), row.certificate(), "", row.createdAt(), CaCertificate.State.RETIRED));
          break;
        }
      }
      return true;
    });
    Outcomes.assertRefused(Reason.IDENTITY_UNKNOWN, "nobody whom", admit(certificate, NOON));
  }

  @Test
  void ourOwnOtherCertificatesAreNoPeers() throws CertificateEncodingException {
    var names = Outcomes.value(ServerNames.withLoopback(List.of()));
    var server = installation.authority.issueServer(installation.snapshot(), names, NOON);
    for (var own : server.chain()) {
      Outcomes.assertRefused(
          Reason.IDENTITY_UNKNOWN, "not that of an agent", admit(Bytes.of(own.getEncoded()), NOON));
    }
  }

  @Test
  void noByteOfCertificateMayChange() {
    EveryByte.isRefused(
        certificate, installation.random, changed -> Outcomes.isRefused(admit(changed, NOON)));
  }

  /** Goal: whatever bytes come, the answer is a refusal and never an exception. */
  @Test
  void bytesChangedAtRandomAreRefusedQuietly() {
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = certificate.toArray();
      for (int count = installation.random.nextInt(2, 6); count > 0; count--) {
        changed[installation.random.nextInt(changed.length)] ^= (byte) (1 + round % 255);
      }
      if (!Bytes.of(changed).equals(certificate)) {
        assertTrue(Outcomes.isRefused(admit(Bytes.of(changed), NOON)));
      }
    }
  }

  @Test
  void certificateWithMoreOrLessBytesIsRefused() {
    for (int more : new int[] {-1, 1, 9_000}) {
      byte[] changed = Arrays.copyOf(certificate.toArray(), certificate.size() + more);
      Outcomes.assertRefused(
          Reason.IDENTITY_UNKNOWN, "cannot be read", admit(Bytes.of(changed), NOON));
    }
  }

  @Test
  void listShowsNewestFirst() {
    Secret token = installation.token(PeerKind.PROXY).text();
    Credentials proxy =
        Outcomes.value(installation.enrol(token, PeerKind.PROXY, key, NOON.plusSeconds(1)));
    assertEquals(
        List.of(proxy.identity(), agent.identity()),
        Peers.newestFirst(installation.snapshot()).stream().map(Peer::id).toList());
  }

  private Outcome<Peer> admit(Bytes shown, Instant now) {
    return PeerCheck.admit(List.of(shown), PeerKind.AGENT, now, installation.snapshot());
  }
}
