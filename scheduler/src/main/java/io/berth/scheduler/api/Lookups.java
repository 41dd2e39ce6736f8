package io.berth.scheduler.api;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What many operations look for first. */
final class Lookups {
  private static final int MOST = 100;
  static final String MISSING = "MISSING";

  private Lookups() {}

  /** The active cluster that a request names, or the one named default. */
  static Cluster activeCluster(ReadTx state, Arns arns, @Nullable String given) {
    ClusterName name = arns.readCluster(given);
    return state
        .find(Tables.CLUSTERS, name)
        .filter(cluster -> cluster.status() == Cluster.Status.ACTIVE)
        .orElseThrow(() -> ApiError.sender("ClusterNotFoundException", "Cluster not found."));
  }

  /** A list of names as a request gives it: at least one, at most a hundred. */
  static List<String> names(Collection<String> given, String what) {
    if (given.isEmpty()) {
      throw invalid(what + " cannot be empty.");
    }
    return bounded(given, what);
  }

  static List<String> bounded(Collection<String> given, String what) {
    if (given.size() > MOST) {
      throw invalid(what + " can have at most " + MOST + " items.");
    }
    return List.copyOf(given);
  }

  static ApiError invalid(String sentence) {
    return ApiError.sender("InvalidParameterException", sentence);
  }
}
