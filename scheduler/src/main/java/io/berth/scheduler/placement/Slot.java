package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One host on the {@link Board}: its row, what its tasks have taken, and what is left of it. */
final class Slot {
  private final HostId id;
  private final Set<HostPort> staticPorts = new HashSet<>(0);
  private @Nullable Host host;
  private @Nullable Kind kind;
  private long takenCpu;
  private long takenMemory;
  private int takenPorts;
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

  void take(TaskShape shape) {
    move(shape.asked(), 1);
    staticPorts.addAll(shape.staticPorts());
  }

  void giveBack(TaskShape shape) {
    move(shape.asked(), -1);
    shape.staticPorts().forEach(staticPorts::remove);
  }

  private void move(Resources asked, int sign) {
    takenCpu += sign * asked.cpuUnits();
    takenMemory += sign * asked.memoryMib();
    takenPorts += sign * asked.dynamicPorts();
    tasks += sign;
  }

  void hold(int ports) {
    heldPorts += ports;
  }

  long freeCpu() {
    return host().facts().registered().cpuUnits() - takenCpu;
  }

  long freeMemory() {
    return host().facts().registered().memoryMib() - takenMemory;
  }

  int freePorts() {
    return host().facts().registered().dynamicPorts() - takenPorts - heldPorts;
  }

  boolean isFree(HostPort port) {
    return !staticPorts.contains(port) && !host().facts().reservedPorts().contains(port);
  }
}
