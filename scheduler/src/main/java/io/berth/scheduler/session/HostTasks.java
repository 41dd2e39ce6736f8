package io.berth.scheduler.session;

import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of one host as one snapshot has them, seen as what its agent shall be told. */
final class HostTasks {
  private final Snapshot snapshot;
  private final Host host;
  private final AssignmentWire wire;
  private @Nullable TaskId lastId;
  private Optional<Task> last = Optional.empty();

  HostTasks(Snapshot snapshot, Host host, AssignmentWire wire) {
    this.snapshot = snapshot;
    this.host = host;
    this.wire = wire;
  }

  /** What shall be with a task. */
  enum Goal {
    RUN,
    STOP,
    /** Its end is stored, so the agent may forget it. */
    OVER,
    /** It is another host's. */
    FOREIGN,
    /** The agent could not run it safely, and is not told of it. */
    UNFIT,
    /** There is no such task here. */
    ABSENT
  }

  long number() {
    return snapshot.version().number();
  }

  Goal goal(TaskId id) {
    Optional<Task> found = find(id);
    if (found.isEmpty()) {
      return Goal.ABSENT;
    }
    Task task = found.get();
    if (!task.host().equals(host.id())) {
      return Goal.FOREIGN;
    }
    if (task.isOver()) {
      return Goal.OVER;
    }
    if (!host.facts().features().containsAll(plan(task).requires())) {
      return Goal.UNFIT;
    }
    return task.isKept() ? Goal.RUN : Goal.STOP;
  }

  /** Those which the agent shall have, in the order of their ids. */
  List<TaskId> living() {
    List<TaskId> living = new ArrayList<>();
    for (Task task : snapshot.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      Goal goal = goal(task.id());
      if (goal == Goal.RUN || goal == Goal.STOP) {
        living.add(task.id());
      }
    }
    return living;
  }

  /** The task in full; its goal must be to run or to stop. */
  Assignment assignment(TaskId id) {
    Task task = find(id).orElseThrow();
    return wire.of(
        task,
        plan(task),
        snapshot.find(Tables.DEFINITIONS, task.order().definition()),
        balanced(task),
        host.facts().defaults());
  }

  /** A deployment is there as long as a task of it lives. */
  private List<BalancedPort> balanced(Task task) {
    return task.order()
        .membership()
        .flatMap(member -> snapshot.find(Tables.DEPLOYMENTS, member.deployment()))
        .map(deployment -> deployment.recipe().ports())
        .orElse(List.of());
  }

  /** The ports that a task has left behind, whether or not a proxy may still send there. */
  List<PortRelease> freed(TaskId id) {
    return snapshot.find(Tables.TASKS, id).stream()
        .flatMap(task -> task.sighting().containers().stream())
        .flatMap(container -> container.ports().stream())
        .map(ContainerSight.PortBinding::hostPort)
        .distinct()
        .map(port ->
            PortRelease.newBuilder().setPort(HostWire.port(port)).setTaskId(id.text()).build())
        .toList();
  }

  /** The ports of this host to which proxies may still send what was meant for former tasks. */
  List<HeldPort> holding() {
    List<HeldPort> holding = new ArrayList<>();
    for (Target target :
        snapshot.rowsWith(Tables.TARGETS, Tables.TARGETS_HELD_ON_HOST, host.id())) {
      if (target.state() instanceof Target.State.Gone(var since)) {
        target.task().map(task -> held(target, task, since)).ifPresent(holding::add);
      }
    }
    return holding;
  }

  /**
   * The ports at which proxies find the living tasks of this host. An agent without its journal
   * learns from its engine which ports a running container has, and nothing of one that has ended.
   */
  List<HeldPort> serving() {
    List<HeldPort> serving = new ArrayList<>();
    for (TaskId id : living()) {
      for (Target target : snapshot.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_TASK, id)) {
        if (target.isRouted()) {
          serving.add(held(target, id, target.registeredAt()));
        }
      }
    }
    return serving;
  }

  private static HeldPort held(Target target, TaskId task, Instant since) {
    return HeldPort.newBuilder()
        .setPort(HostWire.port(new HostPort(HostPort.Protocol.TCP, target.address().port())))
        .setTaskId(task.text())
        .setFreedAt(Times.of(since))
        .build();
  }

  /** The word that frees such a port. */
  static PortRelease release(HeldPort port) {
    return PortRelease.newBuilder().setPort(port.getPort()).setTaskId(port.getTaskId()).build();
  }

  /** Whether no proxy can send the requests of this task to the port any more. */
  boolean isForgotten(PortRelease port) {
    TaskId task = TaskId.parse(port.getTaskId());
    for (Target target : snapshot.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_TASK, task)) {
      if (target.address().port() == port.getPort().getPort()
          && port.getPort().getProtocol() == TransportProtocol.TRANSPORT_PROTOCOL_TCP) {
        return false;
      }
    }
    return true;
  }

  /** What is asked of a task is asked in one go, and each search among all tasks is a long one. */
  private Optional<Task> find(TaskId id) {
    if (!id.equals(lastId)) {
      last = snapshot.find(Tables.TASKS, id);
      lastId = id;
    }
    return last;
  }

  private Plan plan(Task task) {
    return snapshot
        .find(Tables.PLANS, task.order().plan())
        .orElseThrow(() -> new IllegalStateException("task " + task.id() + " has no plan"));
  }
}
