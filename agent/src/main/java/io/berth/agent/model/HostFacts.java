package io.berth.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a host is and offers; told to the scheduler whole at hello and whenever it changes. */
public record HostFacts(
    Capacity capacity,
    Addresses addresses,
    PortRange dynamicPorts,
    List<HostPort> reservedPorts,
    Map<String, Optional<String>> attributes,
    EngineFacts engine,
    Defaults defaults,
    Machine machine,
    String agentVersion,
    Map<String, String> firstTags) {

  public HostFacts {
    reservedPorts = List.copyOf(reservedPorts);
    attributes = Map.copyOf(attributes);
    firstTags = Map.copyOf(firstTags);
  }

  /** What tasks may have: cpu in units of 1/1,024 of a core, memory in bytes, devices. */
  public record Capacity(int cpuUnits, long memoryBytes, List<Device> devices) {
    public Capacity {
      Require.between(cpuUnits, 1, 4_194_304, "cpu units");
      Require.between(memoryBytes, 1, 1L << 53, "memory bytes");
      devices = List.copyOf(devices);
    }
  }

  /** A device that belongs to at most one task at a time. */
  public record Device(String deviceId, String kind, String model, OptionalLong memoryBytes) {
    /** The kind of those that compute pictures, and much else by now. */
    public static final String GPU = "gpu";
  }

  /** The addresses at which this host's tasks are reached; at least one is there. */
  public record Addresses(Optional<String> ipv4, Optional<String> ipv6) {
    public Addresses {
      if (ipv4.isEmpty() && ipv6.isEmpty()) {
        throw new IllegalArgumentException("a host without an address");
      }
    }

    /** Nobody but this host itself reaches it there. */
    public boolean isLoopback() {
      return all().stream()
          .allMatch(one -> one.startsWith("127.") || one.equals("0:0:0:0:0:0:0:1"));
    }

    public List<String> all() {
      return Stream.of(ipv4, ipv6).flatMap(Optional::stream).toList();
    }
  }

  /** A range of ports, both ends included. */
  public record PortRange(int first, int last) {
    public PortRange {
      Require.port(first, "the first port");
      Require.between(last, first, 65_535, "the last port");
    }

    public boolean contains(HostPort port) {
      return first <= port.port() && port.port() <= last;
    }
  }

  /** The container engine of the host; the API version is the one that the agent speaks. */
  public record EngineFacts(EngineKind kind, String version, String apiVersion) {}

  /** Which container engine. */
  public enum EngineKind {
    DOCKER,
    PODMAN
  }

  /** What the host's configuration says where a definition says nothing. */
  public record Defaults(Duration stopTimeout, ContainerPlan.PullBehaviour pullBehaviour) {}

  /** The machine and its operating system. */
  public record Machine(
      String hostName,
      String osName,
      Architecture architecture,
      String kernelRelease,
      int cgroupVersion) {
    public Machine {
      Require.between(cgroupVersion, 1, 2, "the version of the control groups");
    }
  }

  /** The architecture of a cpu. */
  public enum Architecture {
    X86_64,
    ARM64
  }
}
