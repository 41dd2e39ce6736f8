package io.berth.scheduler.api;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the one host that an operator means: by ARN, by id, by the first digits of one, or by the
 * name of its machine. What could mean two hosts is refused, since the wrong one would be emptied.
 */
record HostNames(Arns arns, ReadTx state, String givenCluster) {
  private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern FIRST_DIGITS = Pattern.compile("[0-9a-f]{6,31}");
  private static final int LONGEST = 2_048;
  private static final int MOST_NAMED = 5;

  /** The active cluster that was said, or the one named default. */
  Cluster cluster() {
    return Lookups.activeCluster(state, arns, givenCluster);
  }

  /** Refused unless exactly one host is meant. */
  Host find(String given) {
    if (given.isEmpty() || given.length() > LONGEST) {
      throw Lookups.invalid(
          "A host is named by its id, the first 6 digits of it or more, its ARN or its name.");
    }
    return given.startsWith("arn:") || WHOLE_ID.matcher(given).matches()
        ? named(arns.readHost(given), given)
        : meant(given);
  }

  /** An id is one host's alone, so that its cluster need not be said. */
  private Host named(Arns.NamedHost named, String given) {
    Host host = state.find(Tables.HOSTS, named.id()).orElseThrow(() -> unknown(given));
    if (named.cluster().filter(said -> !said.equals(host.cluster())).isPresent()) {
      throw unknown(given);
    }
    if (!givenCluster.isEmpty() && !arns.readCluster(givenCluster).equals(host.cluster())) {
      throw Lookups.invalid(
          "The host "
              + host.id()
              + " is in the cluster "
              + host.cluster().text()
              + ", not in "
              + arns.readCluster(givenCluster).text()
              + ".");
    }
    return host;
  }

  private Host meant(String given) {
    ClusterName cluster = cluster().name();
    List<Host> there = new ArrayList<>();
    List<Host> gone = new ArrayList<>();
    for (Host host : state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster)) {
      if (isMeant(host, given)) {
        (host.status() == Host.Status.INACTIVE ? gone : there).add(host);
      }
    }
    // A machine that joined anew has its name still, and its former identities had it too.
    List<Host> meant = there.isEmpty() ? gone : there;
    if (meant.isEmpty()) {
      throw unknown(given);
    }
    if (meant.size() > 1) {
      throw Lookups.invalid(
          Arns.shown(given)
              + " means "
              + meant.size()
              + " hosts: "
              + meant.stream()
                  .limit(MOST_NAMED)
                  .map(Host::id)
                  .map(HostId::text)
                  .collect(Collectors.joining(", "))
              + (meant.size() > MOST_NAMED ? ", ..." : "")
              + ". Name the one by more of its id.");
    }
    return meant.getFirst();
  }

  private static boolean isMeant(Host host, String given) {
    return host.facts().machine().hostName().equals(given)
        || (FIRST_DIGITS.matcher(given).matches() && host.id().text().startsWith(given));
  }

  private ApiError unknown(String given) {
    return ApiError.sender(
        "ResourceNotFoundException",
        "There is no host "
            + Arns.shown(given)
            + (givenCluster.isEmpty()
                ? ""
                : " in the cluster " + arns.readCluster(givenCluster).text())
            + ". A host is named by its id, the first 6 digits of it or more, its ARN or its"
            + " name.");
  }
}
