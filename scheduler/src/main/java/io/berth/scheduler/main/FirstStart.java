package io.berth.scheduler.main;

import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What is in a state before anyone asks for anything: all of it in one transaction, or nothing. */
final class FirstStart {
  /** The cluster of every request that names none. */
  static final ClusterName DEFAULT = new ClusterName("default");

  private final CertificateAuthority authority;
  private final ApiKeyRing keys;
  private final Installation wished;

  FirstStart(CertificateAuthority authority, ApiKeyRing keys, Installation wished) {
    this.authority = authority;
    this.keys = keys;
    this.wished = wished;
  }

  /** Answers what the first start has fixed; at any later one nothing changes. */
  Installation run(WriteTx tx, Instant now) {
    Optional<Installation> known = tx.find(Tables.INSTALLATION, Installation.ID);
    if (known.isPresent()) {
      return known.get();
    }
    tx.insert(Tables.INSTALLATION, wished);
    authority.begin(tx, now);
    var _ = keys.begin(tx, now);
    if (tx.find(Tables.CLUSTERS, DEFAULT).isEmpty()) {
      tx.insert(
          Tables.CLUSTERS, new Cluster(DEFAULT, Cluster.Status.ACTIVE, now, Map.of(), Map.of()));
    }
    return wished;
  }
}
