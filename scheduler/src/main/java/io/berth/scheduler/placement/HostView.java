package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import java.util.Set;

/**
 * One host as placement sees it. What is free already leaves out every task that has not ended,
 * stopping ones included: their memory and ports are still in use.
 *
 * @param heldPorts those that nobody uses, and that such a task may not have yet: a proxy that has
 *     not heard of it would send it the requests of others
 */
public record HostView(
    HostId id,
    Standing standing,
    Resources free,
    Set<HostPort> takenPorts,
    Set<HostPort> heldPorts,
    int tasksOfGroup) {

  public HostView {
    takenPorts = Set.copyOf(takenPorts);
    heldPorts = Set.copyOf(heldPorts);
  }

  /** Without ports that are held. */
  public HostView(
      HostId id, Standing standing, Resources free, Set<HostPort> takenPorts, int tasksOfGroup) {
    this(id, standing, free, takenPorts, Set.of(), tasksOfGroup);
  }

  /** Whether the host may have such a task at all, whatever is free on it. */
  public enum Standing {
    /** It may. */
    READY,
    /** Its agent cannot be told of a task now. */
    SILENT,
    /** It is not what the task must have, or its agent does not know something that it needs. */
    UNSUITED
  }
}
