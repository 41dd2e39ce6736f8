package io.berth.scheduler.main;

import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.Map;

/** What is in a state before anyone asks for anything: all of it in one transaction, or nothing. */
final class FirstStart {
  /** The cluster of every request that names none. */
  private static final ClusterName DEFAULT = new ClusterName("default");

  private FirstStart() {}

  /** Says whether this was the first start; at any later one nothing changes. */
  static boolean run(WriteTx tx, CertificateAuthority authority, ApiKeyRing keys, Instant now) {
    authority.begin(tx, now);
    boolean isFirst = keys.begin(tx, now).isPresent();
    if (isFirst && tx.find(Tables.CLUSTERS, DEFAULT).isEmpty()) {
      tx.insert(
          Tables.CLUSTERS, new Cluster(DEFAULT, Cluster.Status.ACTIVE, now, Map.of(), Map.of()));
    }
    return isFirst;
  }
}
