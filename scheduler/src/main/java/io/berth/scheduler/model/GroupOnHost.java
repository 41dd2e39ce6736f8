package io.berth.scheduler.model;

import java.util.Comparator;

/** A task group on one host, by which tasks are spread. */
public record GroupOnHost(HostId host, String group) implements Comparable<GroupOnHost> {
  private static final Comparator<GroupOnHost> ORDER =
      Comparator.comparing(GroupOnHost::host).thenComparing(GroupOnHost::group);

  @Override
  public int compareTo(GroupOnHost other) {
    return ORDER.compare(this, other);
  }
}
