package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes, changes and deletes clusters. Any thread may call. */
public final class ClusterCommands {
  private final StateStore store;
  private final InstantSource clock;

  public ClusterCommands(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** An active one of that name is left as it is, a deleted one begins anew. */
  public Cluster create(ClusterName name, Map<String, String> settings, Map<String, String> tags) {
    var now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Cluster fresh = new Cluster(name, Cluster.Status.ACTIVE, now, settings, tags);
          Optional<Cluster> known = tx.find(Tables.CLUSTERS, name);
          if (known.isEmpty()) {
            tx.insert(Tables.CLUSTERS, fresh);
            return fresh;
          }
          if (known.get().status() == Cluster.Status.ACTIVE) {
            return known.get();
          }
          tx.update(Tables.CLUSTERS, fresh);
          return fresh;
        });
  }

  /** Settings that are not named stay. */
  public Outcome<Cluster> changeSettings(ClusterName name, Map<String, String> settings) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Cluster> known = active(tx, name);
          if (known.isEmpty()) {
            return notFound();
          }
          Map<String, String> all = new HashMap<>(known.get().settings());
          all.putAll(settings);
          Cluster changed = known.get().with(all);
          tx.update(Tables.CLUSTERS, changed);
          return Outcome.done(changed);
        });
  }

  public Outcome<Cluster> delete(ClusterName name) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Cluster> known = active(tx, name);
          if (known.isEmpty()) {
            return notFound();
          }
          for (Host host : tx.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, name)) {
            if (host.status() != Host.Status.INACTIVE) {
              return Outcome.refused(
                  Code.CLUSTER_HAS_HOSTS,
                  "The Cluster cannot be deleted while Container Instances are active or"
                      + " draining.");
            }
          }
          for (Service service : tx.rowsWith(Tables.SERVICES, Tables.SERVICES_BY_CLUSTER, name)) {
            if (service.overAt().isEmpty()) {
              return Outcome.refused(
                  Code.CLUSTER_HAS_SERVICES,
                  "The Cluster cannot be deleted while Services are active.");
            }
          }
          if (tx.sum(Tables.TASKS, Tables.TASKS_OF_CLUSTER, name).alive() > 0) {
            return Outcome.refused(
                Code.CLUSTER_HAS_TASKS, "The Cluster cannot be deleted while Tasks are active.");
          }
          Cluster deleted = known.get().deleted();
          tx.update(Tables.CLUSTERS, deleted);
          return Outcome.done(deleted);
        });
  }

  static Optional<Cluster> active(ReadTx tx, ClusterName name) {
    return tx.find(Tables.CLUSTERS, name)
        .filter(cluster -> cluster.status() == Cluster.Status.ACTIVE);
  }

  static <T> Outcome<T> notFound() {
    return Outcome.refused(Code.CLUSTER_NOT_FOUND, "Cluster not found.");
  }
}
