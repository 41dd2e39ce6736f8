package io.berth.scheduler.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a host says that it is and offers: told whole when its agent connects and when it changes.
 *
 * @param registered what tasks may have in all
 * @param reservedPorts host ports that no task may name
 * @param addresses where tasks are reached, the preferred one first
 * @param attributes what its agent says: its configuration's words, and what the host can do; one
 *     without a value has the empty text
 * @param features what its agent knows
 */
public record HostFacts(
    Resources registered,
    PortRange dynamicPorts,
    List<HostPort> reservedPorts,
    List<String> addresses,
    List<Device> devices,
    Map<String, String> attributes,
    Machine machine,
    Software software,
    Defaults defaults,
    Set<String> features) {
  public HostFacts {
    reservedPorts = List.copyOf(reservedPorts);
    addresses = List.copyOf(addresses);
    devices = List.copyOf(devices);
    attributes = Map.copyOf(attributes);
    features = Set.copyOf(features);
  }

  /** Where the agent picks ports, both ends included. */
  public record PortRange(int first, int last) {
    public PortRange {
      Require.positive(first, "first");
      if (last < first) {
        throw new IllegalArgumentException("a range must not end before it begins");
      }
    }
  }

  /** Something that belongs to at most one task at a time. */
  public record Device(String id, String kind, String model, long memoryBytes) {}

  /** The machine and its operating system. */
  public record Machine(
      String hostName,
      String osName,
      Architecture architecture,
      String kernelRelease,
      int cgroupVersion) {}

  /** The architecture of a cpu. */
  public enum Architecture {
    X86_64("x86_64"),
    ARM64("arm64");

    private final String word;

    Architecture(String word) {
      this.word = word;
    }

    /** As attributes name it. */
    public String word() {
      return word;
    }
  }

  /** The programs that run there. */
  public record Software(
      String agentVersion, Engine engine, String engineVersion, String engineApiVersion) {}

  /** Which container engine. */
  public enum Engine {
    DOCKER,
    PODMAN
  }

  /** What the host's own configuration says where a definition says nothing. */
  public record Defaults(Duration stopTimeout, PullBehaviour pullBehaviour) {}

  /** When an image is pulled. */
  public enum PullBehaviour {
    PULL_OR_CACHED,
    ALWAYS,
    ONCE,
    PREFER_CACHED
  }
}
