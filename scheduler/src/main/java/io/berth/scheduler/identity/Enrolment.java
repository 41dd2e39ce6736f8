package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides who gets an identity and who gets a new certificate for the one it has. Each decision is
 * one transaction; nothing is remembered between two. Any thread may use it.
 */
public final class Enrolment {
  /** How long a nonce is good for. */
  public static final Duration NONCE_VALID = Nonces.VALID;

  static final String PROOF_PURPOSE = "berth-renew-v1";
  private static final int LONGEST_NAME = 253;

  private final CertificateAuthority authority;
  private final Nonces nonces;
  private final SecureRandom random;

  public Enrolment(CertificateAuthority authority, MasterKey masterKey, SecureRandom random) {
    this.authority = authority;
    this.nonces = new Nonces(masterKey, random);
    this.random = random;
  }

  /** A nonce for one proof of an old key; good for a few minutes. */
  public Bytes nonce(Instant now) {
    return nonces.give(now);
  }

  /**
   * Turns a token into an identity. The same token with the same key gives the same identity again
   * while the token lives, so that a lost answer costs nothing.
   */
  public Outcome<Credentials> enrol(WriteTx tx, JoinRequest request, Instant now) {
    if (request.hostName().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      return Outcome.refused(
          Reason.REQUEST_INVALID, "the host's name has more than " + LONGEST_NAME + " bytes");
    }
    return JoinTokens.presented(tx, request.token(), now)
        .then(token -> enrol(tx, token, request, now));
  }

  /**
   * Lets an agent that is known prove by a fresh token of its own cluster that its operator means
   * it and not whoever else speaks under its identity; the token is spent.
   */
  public Outcome<JoinToken> rejoin(WriteTx tx, Peer agent, Secret shown, Instant now) {
    return JoinTokens.presented(tx, shown, now)
        .then(token -> {
          boolean fits =
              token.use() instanceof JoinToken.Use.Open
                  && token.kind() == agent.kind()
                  && token.cluster().equals(agent.cluster());
          if (!fits) {
            return Outcome.refused(
                Reason.TOKEN_INVALID,
                "the token was used, or is not for this agent's cluster; ask for a new one");
          }
          JoinToken spent = token.spent(agent.id(), now);
          tx.update(Tables.JOIN_TOKENS, spent);
          return Outcome.done(spent);
        });
  }

  /** Gives the identity a new certificate, whatever became of the old one, unless it is revoked. */
  public Outcome<Credentials> renew(WriteTx tx, RenewalRequest request, Instant now) {
    return proven(tx, request, now)
        .then(certificate -> PeerCheck.stored(certificate.subject(), tx))
        .then(peer -> certify(tx, peer, request.request(), now));
  }

  private Outcome<Credentials> enrol(
      WriteTx tx, JoinToken token, JoinRequest request, Instant now) {
    if (token.kind() != request.kind()) {
      return Outcome.refused(
          Reason.TOKEN_INVALID,
          "the token is for "
              + PeerSubject.named(token.kind())
              + ", but "
              + PeerSubject.named(request.kind())
              + " shows it");
    }
    return switch (token.use()) {
      case JoinToken.Use.Open() -> admit(tx, token, request, now);
      case JoinToken.Use.Spent(var identity, _) -> again(tx, identity, request, now);
      case JoinToken.Use.Revoked(var at) ->
          Outcome.refused(
              Reason.TOKEN_INVALID, "the token was revoked at " + at + "; ask for a new one");
    };
  }

  private Outcome<Credentials> admit(
      WriteTx tx, JoinToken token, JoinRequest request, Instant now) {
    if (token.cluster().isPresent() && !JoinTokens.isActive(tx, token.cluster().get())) {
      return Outcome.refused(
          Reason.TOKEN_INVALID,
          "the token's cluster " + token.cluster().get() + " was deleted; ask for a new one");
    }
    PeerSubject subject = new PeerSubject(token.kind(), newIdentity(tx));
    var issued = authority.issuePeer(tx, subject, request.request().key(), now);
    Peer peer =
        new Peer(
            subject.id(),
            subject.kind(),
            token.cluster(),
            request.hostName(),
            issued.row(),
            new Peer.State.Active(),
            now);
    tx.insert(Tables.PEERS, peer);
    tx.update(Tables.JOIN_TOKENS, token.spent(subject.id(), now));
    return Outcome.done(credentials(tx, peer, issued));
  }

  private Outcome<Credentials> again(
      WriteTx tx, String identity, JoinRequest request, Instant now) {
    Optional<Peer> peer = tx.find(Tables.PEERS, PeerId.parse(identity));
    Fingerprint key = request.request().key().fingerprint();
    if (peer.isEmpty() || !peer.get().certificate().key().matches(key)) {
      return Outcome.refused(
          Reason.TOKEN_INVALID, "the token was used already, by another key; ask for a new one");
    }
    return PeerCheck.stored(new PeerSubject(peer.get().kind(), peer.get().id()), tx)
        .then(known -> certify(tx, known, request.request(), now));
  }

  private Outcome<PeerCertificate> proven(ReadTx tx, RenewalRequest request, Instant now) {
    return switch (request.proof()) {
      case RenewalRequest.Proof.Connection(var certificate) ->
          PeerCertificate.read(certificate, tx).then(read -> read.validAt(now));
      case RenewalRequest.Proof.OldKey proof ->
          PeerCertificate.read(proof.certificate(), tx)
              .then(read -> proven(read, proof, request.request(), now));
    };
  }

  /** The certificate's dates do not count here: an expired one is what this way is for. */
  private Outcome<PeerCertificate> proven(
      PeerCertificate certificate,
      RenewalRequest.Proof.OldKey proof,
      CertificateRequest request,
      Instant now) {
    if (!nonces.isGood(proof.nonce(), now)) {
      return Outcome.refused(
          Reason.PROOF_INVALID, "the nonce is not one of ours, or too old; ask for a new one");
    }
    byte[] statement =
        SignatureAlgorithm.statement(
            PROOF_PURPOSE,
            proof.nonce().toArray(),
            Fingerprint.of(request.der().toArray()).toArray());
    byte[] signature = proof.signature().toArray();
    return proof.algorithm().verifies(certificate.key(), statement, signature)
        ? Outcome.done(certificate)
        : Outcome.refused(
            Reason.PROOF_INVALID, "the proof is not signed by the old certificate's key");
  }

  private Outcome<Credentials> certify(
      WriteTx tx, Peer peer, CertificateRequest request, Instant now) {
    PeerSubject subject = new PeerSubject(peer.kind(), peer.id());
    var issued = authority.issuePeer(tx, subject, request.key(), now);
    Peer renewed = peer.renewed(issued.row());
    tx.update(Tables.PEERS, renewed);
    return Outcome.done(credentials(tx, renewed, issued));
  }

  private Credentials credentials(ReadTx tx, Peer peer, CertificateAuthority.Issued issued) {
    return new Credentials(
        peer.id(),
        List.of(issued.certificate()),
        authority.bundle(tx),
        peer.cluster(),
        issued.renewAfter());
  }

  /** An agent's identity becomes its host's id, so neither may have been given before. */
  private PeerId newIdentity(ReadTx tx) {
    PeerId id;
    do {
      id = RandomText.peerId(random);
    } while (tx.find(Tables.PEERS, id).isPresent() || tx.find(Tables.HOSTS, id.host()).isPresent());
    return id;
  }
}
