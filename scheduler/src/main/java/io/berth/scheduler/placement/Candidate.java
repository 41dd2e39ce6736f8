package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.QueriedHost;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A host while one request is being placed: what is left of it after the tasks that were placed
 * there so far.
 */
final class Candidate {
  private final HostView host;
  private Set<HostPort> takenPorts;
  private Resources free;
  private HostView.TasksOfGroup tasksOfGroup;
  private QueriedHost traits;

  Candidate(HostView host) {
    this.host = host;
    this.takenPorts = host.takenPorts();
    this.free = host.free();
    this.tasksOfGroup = host.tasksOfGroup();
    this.traits = host.traits();
  }

  HostId id() {
    return host.id();
  }

  Resources free() {
    return free;
  }

  HostView.TasksOfGroup tasksOfGroup() {
    return tasksOfGroup;
  }

  /** What constraints and strategies may ask for, with the tasks that were placed here so far. */
  QueriedHost traits() {
    return traits;
  }

  /** The first thing that it lacks for such a task; nothing when it can take one. */
  Optional<Lack> lack(TaskShape shape, Conditions conditions) {
    return switch (host.standing()) {
      case SILENT -> Optional.of(Lack.AGENT);
      case UNSUITED -> Optional.of(Lack.ATTRIBUTE);
      case READY -> conditions.lack(this).or(() -> lackOfRoom(shape));
    };
  }

  private Optional<Lack> lackOfRoom(TaskShape shape) {
    if (free.cpuUnits() < shape.asked().cpuUnits()) {
      return Optional.of(Lack.CPU);
    }
    if (free.memoryMib() < shape.asked().memoryMib()) {
      return Optional.of(Lack.MEMORY);
    }
    if (free.dynamicPorts() < shape.asked().dynamicPorts()
        || shape.staticPorts().stream().anyMatch(takenPorts::contains)) {
      return Optional.of(Lack.PORTS);
    }
    return shape.staticPorts().stream().anyMatch(host.heldPorts()::contains)
        ? Optional.of(Lack.HELD_PORTS)
        : Optional.empty();
  }

  void take(PlacementRequest request) {
    TaskShape shape = request.shape();
    Resources asked = shape.asked();
    free =
        new Resources(
            free.cpuUnits() - asked.cpuUnits(),
            free.memoryMib() - asked.memoryMib(),
            free.dynamicPorts() - asked.dynamicPorts());
    if (!shape.staticPorts().isEmpty()) {
      takenPorts = new HashSet<>(takenPorts);
      takenPorts.addAll(shape.staticPorts());
    }
    tasksOfGroup = tasksOfGroup.plusOne();
    traits = new WithTaskOf(request.group(), host.traits());
  }
}
