package io.berth.scheduler.inquiry;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.explain.Change;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The rows of a cluster and a request for it, as values: what a change makes of them is written
 * down here without any of the code that suggests it, and RunTask itself says what would come of
 * it.
 */
record ClusterRows(List<Host> hosts, List<Task> tasks, List<Target> held, RunTask request) {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final DefinitionId WEB = new DefinitionId("web", 1);
  static final String GROUP = "family:web";

  ClusterRows {
    hosts = List.copyOf(hosts);
    tasks = List.copyOf(tasks);
    held = List.copyOf(held);
  }

  static Plan plan(TaskShape shape, Set<String> requires) {
    return Plan.of(WEB, "", shape, new Plan.Program(Bytes.of(new byte[] {1}), requires));
  }

  static RunTask request(Plan plan, int count, List<Constraint> constraints) {
    return new RunTask(
        CLUSTER,
        plan,
        new RunTask.Where.Placed(count, List.of(), constraints),
        GROUP,
        "",
        Map.of(),
        Optional.empty());
  }

  TaskShape shape() {
    return request.plan().asked();
  }

  List<Constraint> constraints() {
    return ((RunTask.Where.Placed) request.where()).constraints();
  }

  ClusterRows asking(int count) {
    return new ClusterRows(hosts, tasks, held, request(request.plan(), count, constraints()));
  }

  private ClusterRows asking(Resources asked) {
    TaskShape shape = shape();
    return asking(new TaskShape(asked, shape.attributes(), shape.leads(), shape.devices()));
  }

  private ClusterRows asking(TaskShape shape) {
    Plan plan = plan(shape, request.plan().requires());
    return new ClusterRows(hosts, tasks, held, request(plan, 1, constraints()));
  }

  /** The host alone, with what is on it. */
  ClusterRows only(HostId id) {
    return new ClusterRows(
        hosts.stream().filter(host -> host.id().equals(id)).toList(),
        tasks.stream().filter(task -> task.host().equals(id)).toList(),
        held.stream().filter(target -> target.heldOn().equals(Optional.of(id))).toList(),
        request);
  }

  InlineStore store() {
    InlineStore store = new InlineStore(new MemoryJournal());
    store.update(
        Lane.API,
        tx -> {
          tx.insert(
              Tables.CLUSTERS,
              new Cluster(CLUSTER, Cluster.Status.ACTIVE, Samples.NOON, Map.of(), Map.of()));
          tx.insert(Tables.FAMILIES, new DefinitionFamily("web", 1));
          tx.insert(
              Tables.DEFINITIONS,
              new TaskDefinition(
                  WEB,
                  TaskDefinition.Status.ACTIVE,
                  "{}",
                  shape(),
                  Samples.NOON,
                  Optional.empty(),
                  Map.of()));
          hosts.forEach(host -> tx.insert(Tables.HOSTS, host));
          tasks.forEach(task -> tx.insert(Tables.TASKS, task));
          held.forEach(target -> tx.insert(Tables.TARGETS, target));
          return true;
        });
    return store;
  }

  /** What RunTask would answer. */
  Outcome<RunTask.Answer> run() {
    InlineStore store = store();
    return new TaskCommands(store, () -> Samples.NOON, new SplittableRandom(1)).run(request);
  }

  /** How many tasks it would start. */
  int started() {
    return run() instanceof Outcome.Done<RunTask.Answer>(var answer) ? answer.tasks().size() : 0;
  }

  // ------------------------------------------------------------------------------ changes

  ClusterRows after(Change change, HostId on) {
    return switch (change) {
      case Change.LessCpu(var cpu) -> asking(shape().asked().withCpu(cpu));
      case Change.LessMemory(var memory) -> asking(shape().asked().withMemory(memory));
      case Change.DropConstraint(var constraint) -> {
        List<Constraint> left = new ArrayList<>(constraints());
        left.removeIf(constraint::equals);
        yield new ClusterRows(hosts, tasks, held, request(request.plan(), 1, left));
      }
      case Change.DynamicPort(var port) -> asking(picking(port));
      case Change.Reconnect() -> with(reconnected(host(on)));
      case Change.Activate() -> with(host(on).with(Host.Status.ACTIVE));
      case Change.PutAttribute(var name, var value) -> {
        Map<String, String> more = new HashMap<>(host(on).usersAttributes());
        more.put(name, value);
        yield with(host(on).attributed(more));
      }
      case Change.StopTasks(var stopped) -> without(Set.copyOf(stopped));
    };
  }

  private TaskShape picking(HostPort port) {
    Resources asked = shape().asked();
    boolean isTcp = port.protocol() == HostPort.Protocol.TCP;
    return new TaskShape(
        asked.plus(new Resources(0, 0, isTcp ? 1 : 0, isTcp ? 0 : 1)),
        shape().attributes(),
        shape().leads().stream().filter(lead -> !lead.from().equals(port)).toList(),
        shape().devices());
  }

  private static Host reconnected(Host host) {
    return host.with(
        new Contact(
            1,
            host.contact().incarnation(),
            new Contact.Link.Connected(Samples.NOON),
            new Contact.Engine(Contact.Availability.AVAILABLE, Samples.NOON, "")));
  }

  ClusterRows without(Set<TaskId> stopped) {
    return new ClusterRows(
        hosts, tasks.stream().filter(task -> !stopped.contains(task.id())).toList(), held, request);
  }

  private Host host(HostId id) {
    return hosts.stream().filter(host -> host.id().equals(id)).findFirst().orElseThrow();
  }

  private ClusterRows with(Host changed) {
    return new ClusterRows(
        hosts.stream().map(host -> host.id().equals(changed.id()) ? changed : host).toList(),
        tasks,
        held,
        request);
  }
}
