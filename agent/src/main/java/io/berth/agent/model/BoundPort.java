package io.berth.agent.model;

/** A port of a container and the one address and port of the host at which it is reached. */
public record BoundPort(
    int containerPort, int hostPort, HostPort.Protocol protocol, String hostAddress) {

  public BoundPort {
    Require.port(containerPort, "a container port");
    Require.port(hostPort, "a host port");
    Require.notEmpty(hostAddress, "a host address");
  }
}
