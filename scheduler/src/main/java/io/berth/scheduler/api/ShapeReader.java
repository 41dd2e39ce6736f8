package io.berth.scheduler.api;

import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Takes from a definition in its normal form what a task of it asks of a host. */
final class ShapeReader {
  private static final List<ContainerDefinition> NONE = List.of();

  private ShapeReader() {}

  /** What the whole task says counts; else the sum of what its containers say. */
  static TaskShape read(TaskDefinition definition) {
    List<ContainerDefinition> containers = definition.containerDefinitions();
    long cpu =
        TaskSize.cpuUnits(definition.cpu())
            .orElseGet(() -> containers.stream().mapToLong(ShapeReader::cpuUnits).sum());
    long memory =
        TaskSize.memoryMib(definition.memory())
            .orElseGet(() -> containers.stream().mapToLong(ShapeReader::memoryMib).sum());
    List<TaskShape.PortLead> fixed = new ArrayList<>();
    int dynamic = 0;
    for (ContainerDefinition container : takesHostPorts(definition) ? containers : NONE) {
      for (PortMapping port : container.portMappings()) {
        if (port.containerPort() != null && isDynamic(port)) {
          dynamic++;
        } else if (port.containerPort() != null) {
          HostPort from = new HostPort(protocol(port), port.hostPort());
          fixed.add(new TaskShape.PortLead(from, container.name(), port.containerPort()));
        }
      }
    }
    return new TaskShape(
        new Resources(cpu, memory, dynamic),
        fixed.stream().map(TaskShape.PortLead::from).toList(),
        RequiredAttributes.of(definition),
        fixed);
  }

  private static boolean isDynamic(PortMapping port) {
    return port.hostPort() == null || port.hostPort() == 0;
  }

  static long cpuUnits(ContainerDefinition container) {
    return container.cpu() == null ? 0 : container.cpu();
  }

  /** The soft limit if there is one: a host promises it; the hard one may be shared. */
  static long memoryMib(ContainerDefinition container) {
    Integer soft = container.memoryReservation();
    Integer asked = soft == null ? container.memory() : soft;
    return asked == null ? 0 : asked;
  }

  /** In a network of their own, containers take no port of the host. */
  private static boolean takesHostPorts(TaskDefinition definition) {
    String mode = DefinitionRules.networkMode(definition.networkModeAsString());
    return mode.equals(DefinitionRules.BRIDGE) || mode.equals(DefinitionRules.HOST);
  }

  private static HostPort.Protocol protocol(PortMapping port) {
    return PortRules.protocol(port).equals("udp") ? HostPort.Protocol.UDP : HostPort.Protocol.TCP;
  }
}
