package io.berth.scheduler.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.berth.scheduler.history.History;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A scheduler's rooms without a wire: commands over a store in memory, on a clock of its own. */
final class ControlWorld {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final DefinitionId WEB = new DefinitionId("web", 1);

  private Instant now = Samples.NOON;

  final MemoryJournal journal = new MemoryJournal();
  final InlineStore store = new InlineStore(journal);
  final History history = new History(journal);
  final ClusterCommands clusters = new ClusterCommands(store, () -> now);
  final TaskCommands tasks = new TaskCommands(store, () -> now, new SplittableRandom(7));
  final HostCommands hosts = new HostCommands(store, () -> now);
  final TagCommands tags = new TagCommands(store);
  final Retention retention = new Retention(store);

  ControlWorld() {
    clusters.create(CLUSTER, Map.of(), Map.of());
    TaskDefinition web =
        new TaskDefinition(
            WEB,
            TaskDefinition.Status.ACTIVE,
            "{}",
            shape(128, 64),
            now,
            Optional.empty(),
            Map.of());
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.FAMILIES, new DefinitionFamily("web", 1));
          tx.insert(Tables.DEFINITIONS, web);
          return true;
        });
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static TaskShape shape(long cpu, long memory, HostPort... ports) {
    return Samples.shape(new Resources(cpu, memory, 1, 0), ports);
  }

  static Plan plan(TaskShape shape, String... requires) {
    return Plan.of(WEB, "", shape, new Plan.Program(Bytes.of(new byte[] {1}), Set.of(requires)));
  }

  /** A host with an open session, as big as this. */
  Host join(int number, Resources size) {
    return join(number, Samples.host(number, size).facts());
  }

  Host join(int number, HostFacts facts) {
    Host sample = Samples.host(number, Resources.NONE);
    HostCommands.Hello hello =
        new HostCommands.Hello(facts, sample.contact().incarnation(), available(), Map.of());
    return done(hosts.hello(sample.id(), CLUSTER, hello));
  }

  Contact.Engine available() {
    return new Contact.Engine(Contact.Availability.AVAILABLE, now, "");
  }

  static RunTask some(int count, Plan plan) {
    return new RunTask(
        CLUSTER,
        plan,
        new RunTask.Where.Placed(count, List.of(new Strategy.SpreadOverHosts())),
        "family:web",
        "",
        Map.of(),
        Optional.empty());
  }

  static RunTask on(Plan plan, HostId... hosts) {
    return new RunTask(
        CLUSTER,
        plan,
        new RunTask.Where.Named(List.of(hosts)),
        "family:web",
        "",
        Map.of(),
        Optional.empty());
  }

  Task task(TaskId id) {
    return store.snapshot().find(Tables.TASKS, id).orElseThrow();
  }

  Host host(HostId id) {
    return store.snapshot().find(Tables.HOSTS, id).orElseThrow();
  }

  TaskCommands.Told tell(Task task, Sighting.Phase phase, long sequence) {
    Sighting sighting =
        new Sighting(
            phase,
            new Sighting.Order(1, sequence),
            List.of(),
            Optional.empty(),
            Sighting.Times.NONE);
    return tasks.told(task.host(), Map.of(task.id(), sighting));
  }

  /** Never more is taken of a host than it has, and the tables are in step. */
  void check() {
    StateInvariants.check(store.snapshot());
    BoardInvariants.check(store);
    CauseInvariants.check(store.snapshot(), history);
    for (Host host : store.snapshot().rows(Tables.HOSTS)) {
      check(host);
    }
  }

  private void check(Host host) {
    Resources taken = Resources.NONE;
    List<HostPort> ports = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    for (Task task : store.snapshot().rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      if (!task.isOver()) {
        taken = taken.plus(task.order().asked().asked());
        ports.addAll(task.order().asked().staticPorts());
        task.order().devices().forEach(device -> devices.add(device.id()));
      }
    }
    HostLoad load = store.snapshot().sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
    assertEquals(taken, load.taken());
    assertEquals(Set.copyOf(ports), load.staticPorts());
    assertEquals(Set.copyOf(devices), load.devices());
    assertEquals(Set.copyOf(ports).size(), ports.size(), "a port is promised twice");
    assertEquals(Set.copyOf(devices).size(), devices.size(), "a device is promised twice");
    ports.removeIf(port -> !host.facts().dynamicPorts().contains(port));
    Resources all = taken.plus(HostPort.counted(ports));
    Resources size = host.facts().registered();
    assertEquals(
        size, size.lessAtMost(all).plus(all), "more is promised than there is: " + host.id());
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal);
    };
  }

  static void assertRefused(Refusal.Code code, Outcome<?> outcome) {
    assertEquals(code, assertInstanceOf(Outcome.Refused.class, outcome).refusal().code());
  }
}
