package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A scheduler's identity room over a store of its own, with one cluster and one authority. */
final class Installation {
  static final Instant NOON = Samples.NOON;
  static final ClusterName CLUSTER = new ClusterName("default");

  final SecureRandom random;
  final Sealer sealer;
  final CertificateAuthority authority;
  final Enrolment enrolment;
  final JoinTokens tokens;
  final ApiKeyRing keys;
  private final InlineStore store;

  Installation(long seed) {
    this(seed, new MemoryJournal());
  }

  Installation(long seed, Journal journal) {
    random = new SeededRandom(seed);
    // The key is the same for every seed, as it is for every start of one installation.
    MasterKey masterKey = new MasterKey(MasterKey.generate(new SeededRandom(42)));
    sealer = new Sealer(masterKey, random);
    authority = new CertificateAuthority(sealer, random);
    enrolment = new Enrolment(authority, masterKey, random);
    tokens = new JoinTokens(random);
    keys = new ApiKeyRing(sealer, random);
    store = new InlineStore(journal);
    try {
      store.start();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    update(tx -> {
      if (tx.find(Tables.CLUSTERS, CLUSTER).isEmpty()) {
        tx.insert(
            Tables.CLUSTERS, new Cluster(CLUSTER, Cluster.Status.ACTIVE, NOON, Map.of(), Map.of()));
      }
      authority.begin(tx, NOON);
      return true;
    });
  }

  <T> T update(Transaction<T> transaction) {
    T answer = store.update(Lane.API, transaction);
    StateInvariants.check(store.snapshot());
    return answer;
  }

  Snapshot snapshot() {
    return store.snapshot();
  }

  static JoinTokenWish wish(PeerKind kind) {
    return new JoinTokenWish(
        kind,
        kind == PeerKind.AGENT ? Optional.of(CLUSTER) : Optional.empty(),
        Duration.ofHours(1),
        "");
  }

  JoinTokens.NewJoinToken token(PeerKind kind) {
    return Outcomes.value(update(tx -> tokens.create(tx, wish(kind), NOON)));
  }

  Outcome<Credentials> enrol(Secret token, PeerKind kind, HostKey key, Instant now) {
    JoinRequest request = new JoinRequest(token, kind, key.readRequest(), "rack-1");
    return update(tx -> enrolment.enrol(tx, request, now));
  }

  Credentials joined(PeerKind kind, HostKey key) {
    return Outcomes.value(enrol(token(kind).text(), kind, key, NOON));
  }

  Outcome<Credentials> renew(HostKey next, RenewalRequest.Proof proof, Instant now) {
    return renew(next.readRequest(), proof, now);
  }

  Outcome<Credentials> renew(CertificateRequest next, RenewalRequest.Proof proof, Instant now) {
    return update(tx -> enrolment.renew(tx, new RenewalRequest(next, proof), now));
  }

  /** A renewal by the old key, done right. */
  Outcome<Credentials> renewByKey(Bytes certificate, HostKey key, Instant now) {
    CertificateRequest next = HostKey.elliptic(random).readRequest();
    return renew(next, key.proof(certificate, enrolment.nonce(now), next), now);
  }

  Peer peer(Credentials credentials) {
    return snapshot().find(Tables.PEERS, credentials.identity()).orElseThrow();
  }

  void revoke(Credentials credentials) {
    Outcomes.value(update(tx -> Peers.revoke(tx, credentials.identity(), NOON)));
  }

  /** Puts a new authority in the place of the one that signs, which goes into this state. */
  void replaceAuthority(CaCertificate.State old) {
    update(tx -> {
      CaCertificate active =
          tx.find(Tables.CA_CERTIFICATES, authority.fingerprint(tx)).orElseThrow();
      tx.update(
          Tables.CA_CERTIFICATES,
          new CaCertificate(
              active.id(),
              active.certificate(),
              old == CaCertificate.State.RETIRED ? "" : active.sealedKey(),
              active.createdAt(),
              old));
      tx.insert(Tables.CA_CERTIFICATES, authority.create(NOON));
      return true;
    });
  }
}
