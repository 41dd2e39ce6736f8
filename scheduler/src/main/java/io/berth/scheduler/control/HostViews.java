package io.berth.scheduler.control;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.BoardPlacer;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hosts as placement sees them. */
public final class HostViews {
  private HostViews() {}

  /** What a request asks of hosts besides room. */
  record Asked(ReadTx tx, RunTask request) implements BoardPlacer.Suits {

    @Override
    public boolean isSuited(Host host) {
      return standing(host, request.plan()).isSuited();
    }

    @Override
    public QueriedHost traits(Host host) {
      return new HostTraits(tx, host);
    }

    @Override
    public Resources unpickable(Host host) {
      return HostViews.unpickable(tx, host, load(tx, host, Set.of()), Set.of());
    }

    @Override
    public HostView view(Host host, HostView.TasksOfGroup tasksOfGroup) {
      return HostViews.view(tx, host, request, tasksOfGroup);
    }
  }

  /** A host, whatever its status, as a task of the request finds it. */
  static HostView view(ReadTx tx, Host host, RunTask request, HostView.TasksOfGroup tasksOfGroup) {
    return view(tx, host, request, new Present(tasksOfGroup, Set.of()));
  }

  /**
   * Which tasks of a host count.
   *
   * @param tasksOfGroup those of the task group of the request
   * @param without those that count as if they were over
   */
  public record Present(HostView.TasksOfGroup tasksOfGroup, Set<TaskId> without) {
    public Present {
      without = Set.copyOf(without);
    }
  }

  /** The same as it would be with these tasks. */
  public static HostView view(ReadTx tx, Host host, RunTask request, Present present) {
    Set<TaskId> without = present.without();
    HostLoad load = load(tx, host, without);
    Resources unpickable = unpickable(tx, host, load, without);
    return new HostView(
        host.id(),
        standing(host, request.plan()),
        host.facts().registered().lessAtMost(load.taken()).lessAtMost(unpickable),
        host.facts().dynamicPorts(),
        taken(tx, host, load, request.plan(), without),
        heldPorts(tx, host, request),
        freeDevices(host, load, request.plan()),
        present.tasksOfGroup(),
        new HostTraits(tx, host, without));
  }

  static HostLoad load(ReadTx tx, Host host, Set<TaskId> without) {
    HostLoad load = tx.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
    for (TaskId id : without) {
      load =
          tx.find(Tables.TASKS, id)
              .filter(task -> task.host().equals(host.id()))
              .map(load::minus)
              .orElse(load);
    }
    return load;
  }

  /**
   * Ports of the range from which the agent picks, and of which it picks none: a task names them,
   * or a proxy may still send to them. Elsewhere such ports take nothing away.
   */
  private static Resources unpickable(ReadTx tx, Host host, HostLoad load, Set<TaskId> without) {
    boolean isHolding = tx.sum(Tables.TARGETS, Tables.HELD_ON_HOST, host.id()) > 0;
    if (!isHolding && load.staticPorts().isEmpty()) {
      return Resources.NONE;
    }
    Set<HostPort> ports = new HashSet<>(load.staticPorts());
    if (isHolding) {
      for (Target target : tx.rowsWith(Tables.TARGETS, Tables.TARGETS_HELD_ON_HOST, host.id())) {
        if (!isCountedWithItsTask(tx, target, without)) {
          ports.add(port(target));
        }
      }
    }
    // These were never offered.
    host.facts().reservedPorts().forEach(ports::remove);
    ports.removeIf(port -> !host.facts().dynamicPorts().contains(port));
    return HostPort.counted(ports);
  }

  /** A target may go before its task does, which has the port until then. */
  private static boolean isCountedWithItsTask(ReadTx tx, Target target, Set<TaskId> without) {
    return target
        .task()
        .filter(task -> !without.contains(task))
        .flatMap(task -> tx.find(Tables.TASKS, task))
        .filter(task -> !task.isOver())
        .isPresent();
  }

  /** Proxies send to TCP ports alone. */
  private static HostPort port(Target held) {
    return new HostPort(HostPort.Protocol.TCP, held.address().port());
  }

  /** Nobody looks at them for a task that names no port, and such are most. */
  private static Set<HostPort> taken(
      ReadTx tx, Host host, HostLoad load, Plan plan, Set<TaskId> without) {
    List<HostPort> asked = plan.asked().staticPorts();
    if (asked.isEmpty()) {
      return Set.of();
    }
    Set<HostPort> taken = new HashSet<>(load.staticPorts());
    taken.addAll(host.facts().reservedPorts());
    if (asked.stream().anyMatch(host.facts().dynamicPorts()::contains)) {
      taken.addAll(picked(tx, host, without));
    }
    return taken;
  }

  /** What the agent was seen to have picked; what it picks right now, it will tell. */
  private static Set<HostPort> picked(ReadTx tx, Host host, Set<TaskId> without) {
    Set<HostPort> picked = new HashSet<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      if (!task.isOver() && !without.contains(task.id())) {
        task.sighting().containers().stream()
            .flatMap(container -> container.ports().stream())
            .map(ContainerSight.PortBinding::hostPort)
            .forEach(picked::add);
      }
    }
    return picked;
  }

  /** As with ports, only those who ask look. */
  private static List<HostFacts.Device> freeDevices(Host host, HostLoad load, Plan plan) {
    return plan.asked().asksForDevices()
        ? host.facts().devices().stream()
            .filter(device -> !load.devices().contains(device.id()))
            .toList()
        : List.of();
  }

  /** What a proxy may still send to a port is not for others; for its own group's task it is. */
  private static Set<HostPort> heldPorts(ReadTx tx, Host host, RunTask request) {
    TaskShape asked = request.plan().asked();
    if (asked.staticPorts().isEmpty()) {
      return Set.of();
    }
    List<BalancedPort> ports =
        request
            .membership()
            .flatMap(membership -> tx.find(Tables.DEPLOYMENTS, membership.deployment()))
            .map(deployment -> deployment.recipe().ports())
            .orElse(List.of());
    Set<HostPort> held = new HashSet<>();
    for (Target target : tx.rowsWith(Tables.TARGETS, Tables.TARGETS_HELD_ON_HOST, host.id())) {
      HostPort port = port(target);
      if (!serves(asked, port, ports, target.group())) {
        held.add(port);
      }
    }
    return held;
  }

  /** Whether what such a task has at this port of its host is a target of that group. */
  private static boolean serves(
      TaskShape asked, HostPort at, List<BalancedPort> ports, TargetGroupId group) {
    return asked.leads().stream()
        .filter(lead -> lead.from().equals(at))
        .anyMatch(lead ->
            ports.stream()
                .anyMatch(port ->
                    port.group().equals(group)
                        && port.container().equals(lead.container())
                        && port.containerPort() == lead.containerPort()));
  }

  static HostView.Standing standing(Host host, Plan plan) {
    List<String> missing = List.of();
    if (!host.facts().features().containsAll(plan.requires())) {
      missing = new ArrayList<>(plan.requires());
      missing.removeAll(host.facts().features());
    }
    return HostView.Standing.of(
        host.isReachable(), missing, plan.asked().attributes(), host::attribute);
  }
}
