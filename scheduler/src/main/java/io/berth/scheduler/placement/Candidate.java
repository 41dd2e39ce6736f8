package io.berth.scheduler.placement;

import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.QueriedHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A host while one request is being placed: what is left of it after the tasks that were placed
 * there so far.
 */
final class Candidate {
  private final HostView host;
  private Set<HostPort> takenPorts;
  private List<HostFacts.Device> freeDevices;
  private Resources free;
  private HostView.TasksOfGroup tasksOfGroup;
  private QueriedHost traits;

  Candidate(HostView host) {
    this.host = host;
    this.takenPorts = host.takenPorts();
    this.freeDevices = host.freeDevices();
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
    Resources asked = asked(shape);
    if (free.cpuUnits() < asked.cpuUnits()) {
      return Optional.of(Lack.CPU);
    }
    if (free.memoryMib() < asked.memoryMib()) {
      return Optional.of(Lack.MEMORY);
    }
    if (free.dynamicTcpPorts() < asked.dynamicTcpPorts()
        || free.dynamicUdpPorts() < asked.dynamicUdpPorts()
        || shape.staticPorts().stream().anyMatch(takenPorts::contains)) {
      return Optional.of(Lack.PORTS);
    }
    if (shape.staticPorts().stream().anyMatch(host.heldPorts()::contains)) {
      return Optional.of(Lack.HELD_PORTS);
    }
    return devices(shape).isEmpty() ? Optional.of(Lack.GPU) : Optional.empty();
  }

  /** Gives the task its place; what it lacks for it would be a bug. */
  Place take(PlacementRequest request) {
    TaskShape shape = request.shape();
    List<GivenDevice> given = devices(shape).orElseThrow();
    if (!given.isEmpty()) {
      Set<String> ids = given.stream().map(GivenDevice::id).collect(Collectors.toSet());
      freeDevices = freeDevices.stream().filter(device -> !ids.contains(device.id())).toList();
    }
    free = free.minus(asked(shape));
    if (!shape.staticPorts().isEmpty()) {
      takenPorts = new HashSet<>(takenPorts);
      takenPorts.addAll(shape.staticPorts());
    }
    tasksOfGroup = tasksOfGroup.plusOne();
    traits = new WithTaskOf(request.group(), host.traits());
    return new Place(host.id(), given);
  }

  /** A port that the task names and from which the agent might pick is none for it to pick. */
  private Resources asked(TaskShape shape) {
    return shape.staticPorts().isEmpty()
        ? shape.asked()
        : shape
            .asked()
            .plus(
                HostPort.counted(
                    shape.staticPorts().stream().filter(host.dynamicPorts()::contains).toList()));
  }

  /** Those with the lowest ids for each container that asks for some; all of them or none. */
  private Optional<List<GivenDevice>> devices(TaskShape shape) {
    if (!shape.asksForDevices()) {
      return Optional.of(List.of());
    }
    List<HostFacts.Device> left = new ArrayList<>(freeDevices);
    List<GivenDevice> given = new ArrayList<>();
    for (TaskShape.DeviceAsk ask : shape.devices()) {
      List<HostFacts.Device> some =
          left.stream()
              .filter(device -> device.kind().equals(ask.kind()))
              .limit(ask.count())
              .toList();
      if (some.size() < ask.count()) {
        return Optional.empty();
      }
      left.removeAll(some);
      some.forEach(device -> given.add(new GivenDevice(ask.container(), device.id())));
    }
    return Optional.of(given);
  }
}
