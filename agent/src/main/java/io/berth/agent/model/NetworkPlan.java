package io.berth.agent.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The ports of a container and how it finds others; empty lists are the engine's default. */
public record NetworkPlan(
    List<PortPlan> ports,
    Optional<String> hostname,
    List<String> dnsServers,
    List<String> dnsSearchDomains,
    List<String> dnsOptions,
    List<ExtraHost> extraHosts) {

  /** No port, nothing special. */
  public static final NetworkPlan NO_PORTS = ofPorts(List.of());

  public NetworkPlan {
    ports = List.copyOf(ports);
    dnsServers = List.copyOf(dnsServers);
    dnsSearchDomains = List.copyOf(dnsSearchDomains);
    dnsOptions = List.copyOf(dnsOptions);
    extraHosts = List.copyOf(extraHosts);
  }

  /** These ports, nothing special. */
  public static NetworkPlan ofPorts(List<PortPlan> ports) {
    return new NetworkPlan(ports, Optional.empty(), List.of(), List.of(), List.of(), List.of());
  }

  /**
   * A port of a container that shall be reached. Without a static host port the agent picks one and
   * keeps it as long as the task lives.
   */
  public record PortPlan(
      int containerPort, OptionalInt staticHostPort, HostPort.Protocol protocol) {
    public PortPlan {
      Require.port(containerPort, "a container port");
      staticHostPort.ifPresent(port -> Require.port(port, "a static host port"));
    }
  }

  /** A line for /etc/hosts. */
  public record ExtraHost(String hostname, String address) {}
}
