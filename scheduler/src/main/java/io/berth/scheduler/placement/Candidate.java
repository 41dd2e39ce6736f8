package io.berth.scheduler.placement;

import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.HostPort.Protocol;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.QueriedHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  Optional<Lack> lack(PlacementRequest request, Conditions conditions) {
    List<Obstacle> obstacles = obstacles(request, conditions);
    return obstacles.isEmpty() ? Optional.empty() : Optional.of(obstacles.getFirst().lack());
  }

  /**
   * All that keeps such a task off it, in the order of {@link Lack}; nothing when it can take one.
   */
  List<Obstacle> obstacles(PlacementRequest request, Conditions conditions) {
    List<Obstacle> obstacles = new ArrayList<>();
    if (!host.standing().isReachable()) {
      obstacles.add(new Obstacle.NoAgent());
    }
    obstacles.addAll(host.standing().missing());
    conditions.tell(request.group(), this, obstacles::add);
    tellOfRoom(request.shape(), obstacles::add);
    return obstacles;
  }

  private void tellOfRoom(TaskShape shape, Consumer<Obstacle> obstacles) {
    Resources asked = asked(shape);
    if (free.cpuUnits() < asked.cpuUnits()) {
      obstacles.accept(new Obstacle.Cpu(asked.cpuUnits(), free.cpuUnits()));
    }
    if (free.memoryMib() < asked.memoryMib()) {
      obstacles.accept(new Obstacle.Memory(asked.memoryMib(), free.memoryMib()));
    }
    tellOfDynamicPorts(Protocol.TCP, asked.dynamicTcpPorts(), free.dynamicTcpPorts(), obstacles);
    tellOfDynamicPorts(Protocol.UDP, asked.dynamicUdpPorts(), free.dynamicUdpPorts(), obstacles);
    for (HostPort port : shape.staticPorts()) {
      if (takenPorts.contains(port)) {
        obstacles.accept(new Obstacle.PortTaken(port));
      }
    }
    for (HostPort port : shape.staticPorts()) {
      if (host.heldPorts().contains(port)) {
        obstacles.accept(new Obstacle.PortHeld(port));
      }
    }
    tellOfDevices(shape, obstacles);
  }

  private static void tellOfDynamicPorts(
      Protocol protocol, int asked, int free, Consumer<Obstacle> obstacles) {
    if (free < asked) {
      obstacles.accept(new Obstacle.DynamicPorts(protocol, asked, free));
    }
  }

  private void tellOfDevices(TaskShape shape, Consumer<Obstacle> obstacles) {
    if (!shape.asksForDevices()) {
      return;
    }
    Map<String, Integer> asked = new TreeMap<>();
    shape.devices().forEach(ask -> asked.merge(ask.kind(), ask.count(), Integer::sum));
    asked.forEach((kind, count) -> {
      int left = (int) freeDevices.stream().filter(device -> device.kind().equals(kind)).count();
      if (left < count) {
        obstacles.accept(new Obstacle.Devices(kind, count, left));
      }
    });
  }

  /** How many such tasks it takes, as far as anybody asks; they have it then. */
  int room(PlacementRequest request, Conditions conditions, int most) {
    TaskShape shape = request.shape();
    boolean isSpecial = !shape.leads().isEmpty() || shape.asksForDevices();
    int room = 0;
    while (room < most && obstacles(request, conditions).isEmpty()) {
      take(request);
      room++;
      // Constraints answer for all further tasks as they did for the second one.
      if (room > 1 && !isSpecial) {
        return (int) Math.min(most, room + times(shape.asked()));
      }
    }
    return room;
  }

  private long times(Resources asked) {
    return Math.min(
        Math.min(
            times(free.cpuUnits(), asked.cpuUnits()), times(free.memoryMib(), asked.memoryMib())),
        Math.min(
            times(free.dynamicTcpPorts(), asked.dynamicTcpPorts()),
            times(free.dynamicUdpPorts(), asked.dynamicUdpPorts())));
  }

  /** Of nothing anything takes as many as can be counted. */
  private static long times(long free, long asked) {
    return asked == 0 ? Integer.MAX_VALUE : free / asked;
  }

  /** Gives the task its place; what it lacks for it would be a bug. */
  Place take(PlacementRequest request) {
    TaskShape shape = request.shape();
    List<GivenDevice> given = devices(shape);
    if (!given.isEmpty()) {
      Set<String> ids = given.stream().map(GivenDevice::id).collect(Collectors.toSet());
      freeDevices = freeDevices.stream().filter(device -> !ids.contains(device.id())).toList();
    }
    free = free.minus(asked(shape));
    if (!shape.staticPorts().isEmpty()) {
      takenPorts = new HashSet<>(takenPorts);
      takenPorts.addAll(shape.staticPorts());
    }
    tasksOfGroup = tasksOfGroup.plus(1, 1);
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

  /** Those with the lowest ids for each container that asks for some. */
  private List<GivenDevice> devices(TaskShape shape) {
    if (!shape.asksForDevices()) {
      return List.of();
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
        throw new IllegalStateException("too few devices are free: host=" + host.id());
      }
      left.removeAll(some);
      some.forEach(device -> given.add(new GivenDevice(ask.container(), device.id())));
    }
    return given;
  }
}
