package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import java.util.Set;

/**
 * One host as placement sees it. What is free already leaves out every task that has not ended,
 * stopping ones included: their memory and ports are still in use.
 */
public record HostView(
    HostId id, Reach reach, Resources free, Set<HostPort> takenPorts, int tasksOfGroup) {

  public HostView {
    takenPorts = Set.copyOf(takenPorts);
  }

  /** Whether the host's agent can be told of a task now. */
  public enum Reach {
    CONNECTED,
    SILENT
  }
}
