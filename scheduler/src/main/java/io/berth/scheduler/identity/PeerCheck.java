package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges each new connection by its certificate and by the state, so that a revocation holds from
 * the next one on. Which of an identity's certificates is shown does not matter: a renewal whose
 * answer was lost, and a state restored from before a renewal, must not lock a host out.
 */
public final class PeerCheck {
  private PeerCheck() {}

  /**
   * Whether the peer may use what serves this kind.
   *
   * @param chain what the peer showed, its own certificate first
   */
  public static Outcome<Peer> admit(List<Bytes> chain, PeerKind served, Instant now, ReadTx tx) {
    return identify(chain, now, tx)
        .then(peer ->
            peer.kind() == served
                ? Outcome.done(peer)
                : Outcome.refused(
                    Reason.WRONG_KIND,
                    "this serves "
                        + PeerSubject.word(served)
                        + " connections, the certificate is that of "
                        + PeerSubject.named(peer.kind())));
  }

  /** In whose name this chain is shown, be it let in or not; empty when it is none of ours. */
  public static Optional<PeerId> shownAs(List<Bytes> chain, ReadTx tx) {
    return chain.isEmpty()
        ? Optional.empty()
        : PeerCertificate.read(chain.getFirst(), tx)
                instanceof Outcome.Done<PeerCertificate>(var own)
            ? Optional.of(own.subject().id())
            : Optional.empty();
  }

  /** Who shows this chain, whatever it is. */
  static Outcome<Peer> identify(List<Bytes> chain, Instant now, ReadTx tx) {
    if (chain.isEmpty()) {
      return Outcome.refused(Reason.IDENTITY_UNKNOWN, "no certificate was shown");
    }
    return PeerCertificate.read(chain.getFirst(), tx)
        .then(certificate -> certificate.validAt(now))
        .then(certificate -> stored(certificate.subject(), tx));
  }

  /** The identity as it is stored, if it is let in. */
  static Outcome<Peer> stored(PeerSubject subject, ReadTx tx) {
    Optional<Peer> peer =
        tx.find(Tables.PEERS, subject.id()).filter(found -> found.kind() == subject.kind());
    if (peer.isEmpty()) {
      return Outcome.refused(
          Reason.IDENTITY_UNKNOWN,
          PeerSubject.word(subject.kind()) + " " + subject.id() + " is not known here; join again");
    }
    return switch (peer.get().state()) {
      case Peer.State.Active() -> Outcome.done(peer.get());
      case Peer.State.Revoked(var at) ->
          Outcome.refused(
              Reason.IDENTITY_REVOKED,
              PeerSubject.word(subject.kind())
                  + " "
                  + subject.id()
                  + " was revoked at "
                  + at
                  + "; join again with a new token");
    };
  }
}
