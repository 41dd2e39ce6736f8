package io.berth.scheduler.api;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** The cluster that a request has to name. */
  static ClusterName namedCluster(Arns arns, @Nullable String given) {
    if (given == null || given.isEmpty()) {
      throw invalid("Cluster can not be blank.");
    }
    return arns.readCluster(given);
  }

  /** A task that a request names; an ARN must be of the request's cluster. */
  static TaskId task(Arns arns, ClusterName cluster, @Nullable String given) {
    Arns.NamedTask named = arns.readTask(given);
    requireSame(named.cluster(), cluster);
    return named.id();
  }

  /** A host that a request names; an ARN must be of the request's cluster. */
  static HostId host(Arns arns, ClusterName cluster, @Nullable String given) {
    Arns.NamedHost named = arns.readHost(given);
    requireSame(named.cluster(), cluster);
    return named.id();
  }

  /** A service that a request names; an ARN must be of the request's cluster. */
  static ServiceId service(Arns arns, ClusterName cluster, @Nullable String given) {
    Arns.NamedService named = arns.readService(given);
    requireSame(named.cluster(), cluster);
    return new ServiceId(cluster, named.name());
  }

  /** The client's own name of its request. */
  static String clientToken(String given, int longest) {
    boolean visible = given.chars().allMatch(one -> one > ' ' && one <= '~');
    if (given.length() > longest || !visible) {
      throw invalid("A client token has at most " + longest + " visible ASCII characters.");
    }
    return given;
  }

  private static void requireSame(Optional<ClusterName> said, ClusterName cluster) {
    if (said.filter(other -> !other.equals(cluster)).isPresent()) {
      throw invalid(
          "Invalid identifier: Identifier is for cluster "
              + said.get().text()
              + ". Your cluster is "
              + cluster.text());
    }
  }

  /** What an answer shall include besides: words that the operation knows. */
  static void included(Collection<String> given, Set<?> known) {
    Set<String> words = known.stream().map(Object::toString).collect(Collectors.toSet());
    given.forEach(one -> Demand.oneOf(one, words, "include"));
  }

  /** A text to look for; none of what is stored is longer. */
  static void searched(@Nullable String given, int longest, String what) {
    if (given != null && given.length() > longest) {
      throw invalid(what + " can have at most " + longest + " characters.");
    }
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
