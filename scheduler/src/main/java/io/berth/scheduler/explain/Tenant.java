package io.berth.scheduler.explain;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.placement.Obstacle;

/** A task on a host, and how much it has of what another one lacks there. */
record Tenant(Task task, HostFacts facts) {

  /** In the unit of what is lacking; nothing where no task is to blame. */
  long share(Obstacle obstacle) {
    Resources asked = task.order().asked().asked();
    return switch (obstacle) {
      case Obstacle.Cpu _ -> asked.cpuUnits();
      case Obstacle.Memory _ -> asked.memoryMib();
      case Obstacle.DynamicPorts(var protocol, _, _) ->
          switch (protocol) {
            case TCP -> asked.dynamicTcpPorts();
            case UDP -> asked.dynamicUdpPorts();
          };
      case Obstacle.PortTaken(var port) -> has(port) ? 1 : 0;
      case Obstacle.TasksOfGroup(var group, _) -> task.order().group().equals(group) ? 1 : 0;
      case Obstacle.Devices(var kind, _, _) -> devices(kind);
      case Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoAttribute _,
          Obstacle.NoMember _,
          Obstacle.PortHeld _ ->
          0;
    };
  }

  /** How much would have to be given back; the unit is that of {@link #share}. */
  static long missing(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Cpu(var asked, var free) -> asked - free;
      case Obstacle.Memory(var asked, var free) -> asked - free;
      case Obstacle.DynamicPorts(_, var asked, var free) -> asked - free;
      case Obstacle.Devices(_, var asked, var free) -> asked - free;
      case Obstacle.TasksOfGroup(_, var living) -> living;
      case Obstacle.NoAgent _,
          Obstacle.NoFeature _,
          Obstacle.NoAttribute _,
          Obstacle.NoMember _,
          Obstacle.PortTaken _,
          Obstacle.PortHeld _ ->
          1;
    };
  }

  /** One that it names, or one that its agent has picked for it. */
  private boolean has(HostPort port) {
    return task.order().asked().staticPorts().contains(port)
        || task.sighting().containers().stream()
            .flatMap(container -> container.ports().stream())
            .map(ContainerSight.PortBinding::hostPort)
            .anyMatch(port::equals);
  }

  private long devices(String kind) {
    return task.order().devices().stream()
        .map(GivenDevice::id)
        .filter(id ->
            facts.devices().stream()
                .anyMatch(device -> device.id().equals(id) && device.kind().equals(kind)))
        .count();
  }
}
