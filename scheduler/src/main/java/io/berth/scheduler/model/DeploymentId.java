package io.berth.scheduler.model;

/** Names one deployment for ever. */
public record DeploymentId(long number) implements Comparable<DeploymentId> {
  public DeploymentId {
    Require.notNegative(number, "the number of a deployment");
  }

  /** As clients know it, always with 19 digits, since longs have no more. */
  public String text() {
    return "ecs-svc/" + "%019d".formatted(number);
  }

  @Override
  public int compareTo(DeploymentId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return text();
  }
}
