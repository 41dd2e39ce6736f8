package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One host on the {@link Board}: its row, what its tasks have taken, and what is left of it. */
final class Slot {
  private final HostId id;
  private @Nullable Host host;
  private @Nullable Kind kind;
  private long takenCpu;
  private long takenMemory;
  private int takenTcpPorts;
  private int takenUdpPorts;
  private int namedPorts;
  private int heldPorts;
  private int tasks;

  Slot(HostId id) {
    this.id = id;
  }

  HostId id() {
    return id;
  }

  /** Whether it takes tasks of this cluster. */
  boolean isIn(ClusterName cluster) {
    return host != null && host.cluster().equals(cluster);
  }

  /** Of a host that is listed. */
  Host host() {
    return Objects.requireNonNull(host);
  }

  /** Of a host that is listed. */
  Kind kind() {
    return Objects.requireNonNull(kind);
  }

  boolean isListed() {
    return host != null;
  }

  void list(@Nullable Host newHost, @Nullable Kind newKind) {
    host = newHost;
    kind = newKind;
  }

  /** Nobody would miss it. */
  boolean isEmpty() {
    return host == null && tasks == 0 && heldPorts == 0;
  }

  /** One more task is here, or one fewer: the sign says which. */
  void move(TaskShape shape, int sign) {
    Resources asked = shape.asked();
    takenCpu += sign * asked.cpuUnits();
    takenMemory += sign * asked.memoryMib();
    takenTcpPorts += sign * asked.dynamicTcpPorts();
    takenUdpPorts += sign * asked.dynamicUdpPorts();
    namedPorts += sign * shape.leads().size();
    tasks += sign;
  }

  void hold(int ports) {
    heldPorts += ports;
  }

  /** Whether some ports may be taken from those that the agent picks. */
  boolean hasPortsOfItsOwn() {
    return namedPorts > 0 || heldPorts > 0;
  }

  long freeCpu() {
    return host().facts().registered().cpuUnits() - takenCpu;
  }

  long freeMemory() {
    return host().facts().registered().memoryMib() - takenMemory;
  }

  int freeTcpPorts() {
    return host().facts().registered().dynamicTcpPorts() - takenTcpPorts;
  }

  int freeUdpPorts() {
    return host().facts().registered().dynamicUdpPorts() - takenUdpPorts;
  }
}
