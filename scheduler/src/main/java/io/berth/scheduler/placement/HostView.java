package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.query.QueriedHost;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One host as placement sees it. What is free already leaves out every task that has not ended,
 * stopping ones included: their memory and ports are still in use.
 *
 * @param dynamicPorts where its agent picks; a port there that a task names is one fewer to pick
 * @param heldPorts those that nobody uses, and that such a task may not have yet: a proxy that has
 *     not heard of it would send it the requests of others
 * @param freeDevices those that are no task's, the lowest id first
 * @param traits what constraints and strategies may ask for
 */
public record HostView(
    HostId id,
    Standing standing,
    Resources free,
    HostFacts.PortRange dynamicPorts,
    Set<HostPort> takenPorts,
    Set<HostPort> heldPorts,
    List<HostFacts.Device> freeDevices,
    TasksOfGroup tasksOfGroup,
    QueriedHost traits) {

  public HostView {
    takenPorts = Set.copyOf(takenPorts);
    heldPorts = Set.copyOf(heldPorts);
    freeDevices = freeDevices.stream().sorted(Comparator.comparing(HostFacts.Device::id)).toList();
  }

  /**
   * How many tasks of the group of the request the host has.
   *
   * @param wanted those that shall run: by these, tasks are spread
   * @param living those that are not over, which may stop already
   */
  public record TasksOfGroup(int wanted, int living) {
    /** The host has none. */
    public static final TasksOfGroup NONE = new TasksOfGroup(0, 0);

    /** There is one more. */
    TasksOfGroup plusOne() {
      return new TasksOfGroup(wanted + 1, living + 1);
    }
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
