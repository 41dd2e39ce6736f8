package io.berth.scheduler.identity;

import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the authority of an installation is changed without a gap: the next one is made and told of,
 * later it signs and the one before vouches for it, at last that one is retired. Each step is one
 * transaction, may be repeated, and waits for nobody. Any thread may use it.
 */
public final class Authorities {
  /** An authority that ends within this time gets a successor by itself. */
  static final Duration PREPARED_BEFORE_END = Duration.ofDays(365);

  /** By then every peer that is ever there has heard of the successor. */
  static final Duration SWITCHED_BEFORE_END = Duration.ofDays(180);

  /** One that signs, one before it, one after it, and one for a change in haste. */
  private static final int MOST_TRUSTED = 4;

  private static final int SHORTEST_NAME = 8;
  private static final int MOST_NAMED = 5;

  private final CertificateAuthority authority;

  public Authorities(CertificateAuthority authority) {
    this.authority = authority;
  }

  /** Whether peers that would be shut out are an obstacle. */
  public enum Force {
    NO,
    YES
  }

  /**
   * An authority, and which identities that are let in have to do with it.
   *
   * @param peers how many there are
   * @param unaware those that have not told that they trust it
   * @param dependent those that would be shut out without it
   */
  public record Standing(
      CaCertificate authority,
      Instant endsAt,
      int peers,
      List<Peer> unaware,
      List<Peer> dependent) {
    public Standing {
      unaware = List.copyOf(unaware);
      dependent = List.copyOf(dependent);
    }
  }

  /** All that there ever were, the newest first. */
  public static List<Standing> list(ReadTx tx) {
    List<Peer> peers = peers(tx);
    List<Standing> standings = new ArrayList<>();
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      List<Peer> unaware = peers.stream().filter(peer -> !trusts(peer, row)).toList();
      standings.add(new Standing(row, endOf(row), peers.size(), unaware, dependent(tx, row)));
    }
    standings.sort(
        Comparator.comparing((Standing one) -> one.authority().createdAt())
            .reversed()
            .thenComparing(one -> one.authority().id()));
    return standings;
  }

  /** The one whose name begins so. */
  public static Outcome<CaCertificate> named(ReadTx tx, String name) {
    if (name.length() < SHORTEST_NAME) {
      return Outcome.refused(
          Reason.PARAMETER_INVALID,
          "name an authority by its fingerprint, or by the first "
              + SHORTEST_NAME
              + " digits of it or more");
    }
    List<CaCertificate> found = new ArrayList<>();
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      if (row.id().hex().startsWith(name)) {
        found.add(row);
      }
    }
    return found.size() == 1
        ? Outcome.done(found.getFirst())
        : Outcome.refused(
            Reason.NOT_FOUND,
            found.isEmpty()
                ? "there is no authority " + name
                : "more than one authority begins with " + name);
  }

  /** Makes the next authority, unless there is one: from now on peers are told of it. */
  public Outcome<CaCertificate> prepare(WriteTx tx, Instant now) {
    Optional<CaCertificate> known = next(tx);
    if (known.isPresent()) {
      return Outcome.done(known.get());
    }
    if (authority.trustedNames(tx).size() >= MOST_TRUSTED) {
      return Outcome.refused(
          Reason.CONFLICT,
          MOST_TRUSTED + " authorities are trusted already; retire one that signs no more");
    }
    CaCertificate made = authority.create(now).with(CaCertificate.State.PREPARED);
    tx.insert(Tables.CA_CERTIFICATES, made);
    return Outcome.done(made);
  }

  /** Lets this authority sign; the one that has signed so far vouches for it and stays trusted. */
  public Outcome<CaCertificate> switchTo(WriteTx tx, Fingerprint id, Instant now) {
    CaCertificate wanted = tx.find(Tables.CA_CERTIFICATES, id).orElseThrow();
    return switch (wanted.state()) {
      case ACTIVE -> Outcome.done(wanted);
      case RETIRED ->
          Outcome.refused(
              Reason.CONFLICT,
              "the authority " + id + " is retired and has no key any more; prepare another one");
      case PREPARED, TRUSTED -> {
        CaCertificate before = CertificateAuthority.required(tx);
        CaCertificate signing =
            vouchedFor(tx, wanted, before, now).with(CaCertificate.State.ACTIVE);
        tx.update(Tables.CA_CERTIFICATES, before.with(CaCertificate.State.TRUSTED));
        tx.update(Tables.CA_CERTIFICATES, signing);
        yield Outcome.done(signing);
      }
    };
  }

  private CaCertificate vouchedFor(
      WriteTx tx, CaCertificate wanted, CaCertificate before, Instant now) {
    List<CaCertificate.Cross> crosses = new ArrayList<>();
    for (CaCertificate.Cross cross : wanted.crosses()) {
      // What nobody trusts leads nowhere, and going to and fro must not make the list longer.
      boolean isTrusted =
          tx.find(Tables.CA_CERTIFICATES, cross.by()).filter(CaCertificate::isTrusted).isPresent();
      if (isTrusted && !cross.by().equals(before.id())) {
        crosses.add(cross);
      }
    }
    crosses.add(authority.vouch(tx, wanted, now));
    return wanted.vouchedFor(crosses);
  }

  /** Believes this authority no more and destroys its key. */
  public static Outcome<CaCertificate> retire(WriteTx tx, Fingerprint id, Force force) {
    CaCertificate known = tx.find(Tables.CA_CERTIFICATES, id).orElseThrow();
    return switch (known.state()) {
      case RETIRED -> Outcome.done(known);
      case ACTIVE ->
          Outcome.refused(
              Reason.CONFLICT,
              "the authority " + id + " signs now; let another one sign first, then retire it");
      case PREPARED, TRUSTED -> {
        List<Peer> shutOut = dependent(tx, known);
        if (!shutOut.isEmpty() && force == Force.NO) {
          yield Outcome.refused(Reason.CONFLICT, shutsOut(id, shutOut));
        }
        CaCertificate retired = known.retired();
        tx.update(Tables.CA_CERTIFICATES, retired);
        yield Outcome.done(retired);
      }
    };
  }

  private static String shutsOut(Fingerprint id, List<Peer> peers) {
    List<String> names =
        peers.stream()
            .limit(MOST_NAMED)
            .map(peer ->
                PeerSubject.word(peer.kind())
                    + " "
                    + peer.id()
                    + (peer.name().isEmpty() ? "" : " (" + peer.name() + ")"))
            .toList();
    return "without the authority "
        + id
        + " "
        + peers.size()
        + (peers.size() == 1 ? " identity is" : " identities are")
        + " shut out until they join anew: "
        + String.join(", ", names)
        + (peers.size() > MOST_NAMED ? " and others" : "")
        + ". Each gets a certificate of the signing authority by itself when it is connected;"
        + " revoke those that are gone for good, or use force";
  }

  /** Whether nothing is to be done about the authority that signs, which is so for years. */
  public static boolean isKept(ReadTx tx, Instant now) {
    Instant end = endOf(CertificateAuthority.required(tx));
    Duration before = next(tx).isPresent() ? SWITCHED_BEFORE_END : PREPARED_BEFORE_END;
    return now.isBefore(end.minus(before));
  }

  /**
   * Prepares a successor of an authority that nears its end, and lets it sign in time. Also long
   * after the end: peers renew by the proof of their keys then.
   *
   * @return what has changed, if anything
   */
  public Optional<CaCertificate> keep(WriteTx tx, Instant now) {
    if (isKept(tx, now)) {
      return Optional.empty();
    }
    Outcome<CaCertificate> step =
        next(tx).map(next -> switchTo(tx, next.id(), now)).orElseGet(() -> prepare(tx, now));
    return switch (step) {
      case Outcome.Done<CaCertificate>(var changed) -> Optional.of(changed);
      case Outcome.Refused<CaCertificate> _ -> Optional.empty();
    };
  }

  private static Optional<CaCertificate> next(ReadTx tx) {
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      if (row.state() == CaCertificate.State.PREPARED) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private static List<Peer> dependent(ReadTx tx, CaCertificate on) {
    return switch (on.state()) {
      // The one has given nobody anything yet, the other is believed by nobody.
      case PREPARED, RETIRED -> List.of();
      case ACTIVE, TRUSTED ->
          peers(tx).stream().filter(peer -> dependsOn(peer, on.id(), tx)).toList();
    };
  }

  /** Who has told nothing may hold anything. */
  private static boolean dependsOn(Peer peer, Fingerprint authority, ReadTx tx) {
    return peer.trust()
        .map(told ->
            told.issuer().filter(authority::equals).isPresent()
                || told.authorities().stream()
                    .noneMatch(one -> !one.equals(authority) && isTrusted(one, tx)))
        .orElse(true);
  }

  private static boolean isTrusted(Fingerprint id, ReadTx tx) {
    return tx.find(Tables.CA_CERTIFICATES, id).filter(CaCertificate::isTrusted).isPresent();
  }

  private static boolean trusts(Peer peer, CaCertificate authority) {
    return peer.trust().filter(told -> told.authorities().contains(authority.id())).isPresent();
  }

  /** Those that are let in. */
  private static List<Peer> peers(ReadTx tx) {
    List<Peer> peers = new ArrayList<>();
    for (Peer peer : tx.rows(Tables.PEERS)) {
      if (peer.isActive()) {
        peers.add(peer);
      }
    }
    return peers;
  }

  private static Instant endOf(CaCertificate row) {
    return CertificateForm.read(row.certificate().toArray())
        .map(certificate -> certificate.getNotAfter().toInstant())
        .orElse(Instant.EPOCH);
  }
}
