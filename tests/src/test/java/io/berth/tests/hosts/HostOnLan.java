package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.AgentProcess;
import java.io.IOException;

/**
 * One host: an address, an engine and an agent, and the cable to all others.
 *
 * @param address where its tasks' ports answer
 * @param engine may be frozen, killed and started again by tests
 * @param agent so may the agent
 * @param cable may be cut
 */
public record HostOnLan(String address, TestEngine engine, AgentProcess agent, Cable cable) {

  /** Whether this is the one that a container instance's ARN names. */
  boolean isNamed(String arn) {
    try {
      return arn.endsWith("/" + agent.hostId());
    } catch (IOException e) {
      throw new IllegalStateException("an agent that has joined has an identity", e);
    }
  }
}
