package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One host on the {@link Board}: its row, what its tasks have taken, and what is left of it. What
 * is asked of each host of a cluster stands here in plain numbers: to follow a row to where it
 * keeps them takes longer than to compare them.
 */
final class Slot {
  private final HostId id;
  private @Nullable Host host;
  private @Nullable Kind kind;
  private @Nullable Shelf shelf;
  private boolean isReachable;
  private long freeCpu;
  private long freeMemory;
  private int freeTcpPorts;
  private int freeUdpPorts;
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
    count(host, -1);
    host = newHost;
    kind = newKind;
    count(host, 1);
    isReachable = newHost != null && newHost.isReachable();
  }

  private void count(@Nullable Host of, int sign) {
    if (of != null) {
      free(of.facts().registered(), sign);
    }
  }

  private void free(Resources some, int sign) {
    freeCpu += sign * some.cpuUnits();
    freeMemory += sign * some.memoryMib();
    freeTcpPorts += sign * some.dynamicTcpPorts();
    freeUdpPorts += sign * some.dynamicUdpPorts();
    if (shelf != null) {
      shelf.moved(this);
    }
  }

  /** Where it is told that something was taken or given back. */
  void standOn(@Nullable Shelf newShelf) {
    shelf = newShelf;
  }

  /** Whether its agent can be told of a task now. */
  boolean isReachable() {
    return isReachable;
  }

  /** Nobody would miss it. */
  boolean isEmpty() {
    return host == null && tasks == 0 && heldPorts == 0;
  }

  /** One more task is here, or one fewer: the sign says which. */
  void move(TaskShape shape, int sign) {
    free(shape.asked(), -sign);
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

  long free(Strategy.Resource resource) {
    return switch (resource) {
      case CPU -> freeCpu;
      case MEMORY -> freeMemory;
    };
  }

  long freeCpu() {
    return freeCpu;
  }

  long freeMemory() {
    return freeMemory;
  }

  int freeTcpPorts() {
    return freeTcpPorts;
  }

  int freeUdpPorts() {
    return freeUdpPorts;
  }
}
