package io.berth.agent.engine;

import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.NetworkMode;
import java.util.List;
import java.util.Map;

/**
 * One container to make: its plan with everything resolved that the plan leaves open. Ports are
 * used in mode bridge only. The further labels are the agent's own; the plan's lose against both.
 */
public record ContainerSpec(
    String engineName,
    ContainerLabels labels,
    Map<String, String> furtherLabels,
    ContainerPlan plan,
    NetworkMode networkMode,
    List<BoundPort> ports,
    List<Mount> mounts) {

  public ContainerSpec {
    furtherLabels = Map.copyOf(furtherLabels);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
  }

  /** Something of the host inside a container. */
  public record Mount(MountSource source, String containerPath, boolean readOnly) {}

  /** What is mounted. */
  public sealed interface MountSource {

    /** A path of the host, made as a directory if missing. */
    record HostPath(String path) implements MountSource {}

    /** A volume of the engine, which must be there. */
    record EngineVolume(String engineName) implements MountSource {}
  }
}
