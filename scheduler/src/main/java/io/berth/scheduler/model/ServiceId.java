package io.berth.scheduler.model;

import java.util.Comparator;

/** Names a service within its cluster; the name may be given again once the service is over. */
public record ServiceId(ClusterName cluster, String name) implements Comparable<ServiceId> {
  private static final Comparator<ServiceId> ORDER =
      Comparator.comparing(ServiceId::cluster).thenComparing(ServiceId::name);

  public ServiceId {
    Require.identifier(name, "a service's name");
  }

  /** The task group of its tasks. */
  public String group() {
    return "service:" + name;
  }

  @Override
  public int compareTo(ServiceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return cluster + "/" + name;
  }
}
