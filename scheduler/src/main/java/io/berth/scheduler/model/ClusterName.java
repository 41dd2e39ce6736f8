package io.berth.scheduler.model;

/** Names a cluster within this installation. */
public record ClusterName(String text) implements Comparable<ClusterName> {
  public ClusterName {
    Require.identifier(text, "ClusterName");
  }

  @Override
  public int compareTo(ClusterName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
