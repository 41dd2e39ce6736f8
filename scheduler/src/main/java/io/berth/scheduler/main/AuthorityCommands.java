package io.berth.scheduler.main;

import io.berth.scheduler.api.TrustCommands;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.AuthorityStep;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.identity.Authorities;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Peers;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transaction;
import io.berth.scheduler.store.WriteTx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries an operator's wishes about authorities and identities to the room that decides, and
 * writes into history who wished it. Looks after authorities that near their end by itself.
 */
final class AuthorityCommands implements TrustCommands {
  private static final Logger LOG = System.getLogger(AuthorityCommands.class.getName());

  private static final int STEPS = 2;

  private final StateStore store;
  private final Authorities authorities;
  private final InstantSource clock;

  AuthorityCommands(StateStore store, Authorities authorities, InstantSource clock) {
    this.store = store;
    this.authorities = authorities;
    this.clock = clock;
  }

  @Override
  public List<Standing> authorities() {
    return Authorities.list(store.snapshot()).stream().map(AuthorityCommands::shown).toList();
  }

  @Override
  public Standing prepareAuthority(Asker asker) {
    Ask ask = new Ask("PrepareAuthority", asker, clock.instant());
    return standingOf(
        decide(tx ->
            written(tx, AuthorityStep.PREPARED, ask, () -> authorities.prepare(tx, ask.at()))));
  }

  @Override
  public Standing switchAuthority(String name, Asker asker) {
    Ask ask = new Ask("SwitchAuthority", asker, clock.instant());
    return standingOf(
        decide(tx ->
            Authorities.named(tx, name)
                .then(known ->
                    written(
                        tx,
                        AuthorityStep.SIGNS,
                        ask,
                        () -> authorities.switchTo(tx, known.id(), ask.at())))));
  }

  @Override
  public Standing retireAuthority(String name, Force force, Asker asker) {
    Ask ask = new Ask("RetireAuthority", asker, clock.instant());
    Authorities.Force forced =
        switch (force) {
          case NO -> Authorities.Force.NO;
          case YES -> Authorities.Force.YES;
        };
    return standingOf(
        decide(tx ->
            Authorities.named(tx, name)
                .then(known ->
                    written(
                        tx,
                        AuthorityStep.RETIRED,
                        ask,
                        () -> Authorities.retire(tx, known.id(), forced)))));
  }

  @Override
  public Peer revokePeer(PeerId id, Asker asker) {
    Ask ask = new Ask("RevokePeer", asker, clock.instant());
    return decide(tx -> {
      boolean wasActive = tx.find(Tables.PEERS, id).filter(Peer::isActive).isPresent();
      Outcome<Peer> outcome = Peers.revoke(tx, id, ask.at());
      if (outcome instanceof Outcome.Done<Peer>(var peer) && wasActive) {
        new Line(subject(peer), ask.at(), new Happening.IdentityRevoked(ask)).write(tx);
      }
      return outcome;
    });
  }

  /**
   * Takes an authority that nears its end as far as it is time to. After a long absence that may be
   * two steps at once: whoever has not heard of the first one is shown a way to the second.
   */
  void keep(Instant now) {
    for (int step = 0; step < STEPS && !Authorities.isKept(store.snapshot(), now); step++) {
      keepOnce(now);
    }
  }

  private void keepOnce(Instant now) {
    Ask ask = new Ask("", new Asker.Itself(), now);
    Optional<CaCertificate> changed =
        store.update(
            Lane.LOOPS,
            tx -> {
              Optional<CaCertificate> next = authorities.keep(tx, now);
              next.ifPresent(authority -> line(tx, authority.id(), step(authority), ask));
              return next;
            });
    changed.ifPresent(authority ->
        LOG.log(
            Level.WARNING,
            "the authority that signs nears its end, so its successor went one step further:"
                + " authority={0} step={1}",
            authority.id(),
            step(authority)));
  }

  private static AuthorityStep step(CaCertificate authority) {
    return authority.state() == CaCertificate.State.PREPARED
        ? AuthorityStep.PREPARED
        : AuthorityStep.SIGNS;
  }

  /** A step that was done before is no news. */
  private static Outcome<CaCertificate> written(
      WriteTx tx, AuthorityStep step, Ask ask, Supplier<Outcome<CaCertificate>> act) {
    List<CaCertificate> before = rows(tx);
    Outcome<CaCertificate> outcome = act.get();
    if (outcome instanceof Outcome.Done<CaCertificate>(var row) && !before.contains(row)) {
      line(tx, row.id(), step, ask);
    }
    return outcome;
  }

  private static List<CaCertificate> rows(ReadTx tx) {
    List<CaCertificate> rows = new ArrayList<>();
    tx.rows(Tables.CA_CERTIFICATES).forEach(rows::add);
    return rows;
  }

  private static void line(WriteTx tx, Fingerprint authority, AuthorityStep step, Ask ask) {
    new Line(Subject.ofAuthority(authority), ask.at(), new Happening.AuthorityAsked(ask, step))
        .write(tx);
  }

  /** Under which name the history of a peer is kept. */
  static Subject subject(Peer peer) {
    return peer.kind() == PeerKind.AGENT
        ? Subject.of(new HostId(peer.id().high(), peer.id().low()))
        : Subject.ofProxy(peer.id());
  }

  private Standing standingOf(CaCertificate authority) {
    return authorities().stream()
        .filter(one -> one.authority().id().equals(authority.id()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("authorities are never removed"));
  }

  private static Standing shown(Authorities.Standing standing) {
    return new Standing(
        standing.authority(),
        standing.endsAt(),
        standing.peers(),
        standing.unaware(),
        standing.dependent());
  }

  private <T> T decide(Transaction<Outcome<T>> decision) {
    return switch (store.update(Lane.API, decision)) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T> refused -> throw IdentityCommands.error(refused);
    };
  }
}
