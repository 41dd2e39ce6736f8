package io.berth.tests.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.AgentProcess;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One host: an address, an engine and an agent, and the cable to all others.
 *
 * @param address where its tasks' ports answer
 * @param engine may be frozen, killed and started again by tests
 * @param agent so may the agent
 * @param cable may be cut
 */
public record HostOnLan(String address, TestEngine engine, AgentProcess agent, Cable cable) {

  /** The containers with this name in their definitions, whatever their state. */
  public List<Container> containers(String name) throws IOException {
    // An engine may have been another process a moment ago, so no client is kept.
    try (DockerClient docker = engine.openClient()) {
      return List.copyOf(
          docker
              .listContainersCmd()
              .withShowAll(true)
              .withLabelFilter(List.of(ContainerLabels.CONTAINER + "=" + name))
              .exec());
    }
  }

  /** Those of them that run. */
  public Set<String> running(String name) throws IOException {
    return containers(name).stream()
        .filter(one -> "running".equals(one.getState()))
        .map(Container::getId)
        .collect(Collectors.toSet());
  }

  /** Whether this is the one that a container instance's ARN names. */
  boolean isNamed(String arn) {
    try {
      return arn.endsWith("/" + agent.hostId());
    } catch (IOException e) {
      throw new IllegalStateException("an agent that has joined has an identity", e);
    }
  }
}
