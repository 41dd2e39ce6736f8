package io.berth.agent.model;

import java.util.Optional;

/**
 * Where a task comes from: the few words that the agent itself needs, and the scheduler's own
 * record of it, which the agent keeps as base64 text and only gives back. It receives traffic when
 * a balancer may know its ports, which must then be held after its end.
 */
public record TaskOrigin(
    String clusterName,
    String definitionFamily,
    long definitionRevision,
    String group,
    Optional<String> serviceName,
    boolean receivesTraffic,
    String kept) {

  public TaskOrigin {
    Require.notEmpty(clusterName, "a cluster's name");
  }
}
