package io.berth.scheduler.foresight;

import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.control.HostCommands.Force;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.ServiceOrder.Change;
import io.berth.scheduler.control.ServiceOrder.Content;
import io.berth.scheduler.control.ServiceOrder.Creation;
import io.berth.scheduler.control.ServiceOrder.Redeploy;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A cluster over a store in memory whose future can be asked for, and then be seen. */
final class ForesightWorld {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final DefinitionId WEB = new DefinitionId("web", 1);
  private static final int MANY_TURNS = 2_000;

  /** What chance is for the question and for what happens then. */
  private static final long SEED = 11;

  private Instant now = Samples.NOON;
  private long sequence;
  final InlineStore store = new InlineStore(new MemoryJournal());
  final HostCommands hosts = new HostCommands(store, () -> now);
  final TaskCommands tasks = new TaskCommands(store, () -> now, new SplittableRandom(2));
  final ServiceCommands services = new ServiceCommands(store, () -> now, new SplittableRandom(3));
  private final Renewed loopChance = new Renewed();
  private final ServiceLoop loop;

  ForesightWorld() {
    try {
      store.start();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    new ClusterCommands(store, () -> now).create(CLUSTER, Map.of(), Map.of());
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.FAMILIES, new DefinitionFamily("web", 1));
          tx.insert(
              Tables.DEFINITIONS,
              new TaskDefinition(
                  WEB,
                  TaskDefinition.Status.ACTIVE,
                  "{}",
                  new TaskShape(Resources.NONE),
                  now,
                  Optional.empty(),
                  Map.of()));
          return true;
        });
    loop = new ServiceLoop(store, loopChance);
  }

  // ------------------------------------------------------------------------------ asked

  Foresight foresight() {
    return foresight(store.snapshot());
  }

  Foresight foresight(Snapshot state) {
    return foresight(state, Budget.of(Duration.ofSeconds(1), () -> 0));
  }

  Foresight foresight(Snapshot state, Budget budget) {
    return new Foresight(state, now, ForesightWorld::chance, budget);
  }

  static RandomGenerator chance() {
    return new SplittableRandom(SEED);
  }

  /** The same commands with the chance of questions. */
  TaskCommands tasksByChance() {
    return new TaskCommands(store, () -> now, chance());
  }

  ServiceCommands servicesByChance() {
    return new ServiceCommands(store, () -> now, chance());
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal);
    };
  }

  // ------------------------------------------------------------------------------ made

  Host join(int number, Resources size, Map<String, String> attributes) {
    HostFacts facts = Samples.host(number, size).facts();
    HostFacts attributed =
        new HostFacts(
            facts.registered(),
            facts.dynamicPorts(),
            facts.reservedPorts(),
            facts.addresses(),
            facts.devices(),
            attributes,
            facts.machine(),
            facts.software(),
            facts.defaults(),
            facts.features());
    Host sample = Samples.host(number, size);
    return done(
        hosts.hello(
            sample.id(),
            CLUSTER,
            new HostCommands.Hello(
                attributed,
                sample.contact().incarnation(),
                new Contact.Engine(Contact.Availability.AVAILABLE, now, ""),
                Map.of())));
  }

  static Plan plan(long cpu, long memory) {
    return Plan.of(
        WEB,
        "",
        new TaskShape(new Resources(cpu, memory, 0, 0)),
        new Plan.Program(Bytes.of(new byte[] {1}), Set.of()));
  }

  ServiceId create(String name, int count, Plan plan, Rolling rolling) {
    return create(name, plan, wish(count, rolling, List.of(), List.of()));
  }

  ServiceId create(String name, Plan plan, ServiceWish wish) {
    return done(services.create(
            new Creation(
                new ServiceId(CLUSTER, name),
                wish,
                new Content(plan, Set.of()),
                List.of(),
                Map.of(),
                Optional.empty())))
        .id();
  }

  static ServiceWish wish(
      int count, Rolling rolling, List<Strategy> strategies, List<Constraint> constraints) {
    return new ServiceWish(
        count, rolling, strategies, constraints, Optional.empty(), ServiceWish.TagSource.NONE, "");
  }

  static Change scaled(int count) {
    return new Change(wish -> wish.scaled(count), Optional.empty(), Optional.empty(), Redeploy.NO);
  }

  static Change redeployed(Plan plan) {
    return new Change(
        wish -> wish, Optional.of(new Content(plan, Set.of())), Optional.empty(), Redeploy.YES);
  }

  static RunTask some(int count, Plan plan, List<Strategy> strategies) {
    return some(count, plan, strategies, List.of());
  }

  static RunTask some(
      int count, Plan plan, List<Strategy> strategies, List<Constraint> constraints) {
    return new RunTask(
        CLUSTER,
        plan,
        new RunTask.Where.Placed(count, strategies, constraints),
        "family:web",
        "",
        Map.of(),
        Optional.empty());
  }

  // ------------------------------------------------------------------------------ happens

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  /** The loop alone, until it has nothing to do before somebody reports. */
  void turns() {
    for (int turn = 0; turn < MANY_TURNS; turn++) {
      var before = store.snapshot().version();
      var _ = loop.turn(now);
      if (before.equals(store.snapshot().version())) {
        return;
      }
    }
    throw new AssertionError("the loop never rests");
  }

  /** From now on the loop's chance is what it is for a question. */
  void beginChance() {
    loopChance.now = chance();
  }

  /** Chance that can begin anew. */
  private static final class Renewed implements RandomGenerator {
    private RandomGenerator now = new SplittableRandom(4);

    @Override
    public long nextLong() {
      return now.nextLong();
    }
  }

  /** Tasks that shall run do, those that shall end do; some of them, if chance has a say. */
  void agentsDo(Optional<RandomGenerator> lazy) {
    for (Task task : all()) {
      if (lazy.isPresent() && lazy.get().nextInt(3) == 0) {
        continue;
      }
      if (!task.isOver() && !task.isKept()) {
        tell(task, Sighting.Phase.STOPPED);
      } else if (task.status() == Task.Status.PENDING) {
        tell(task, Sighting.Phase.RUNNING);
      }
    }
  }

  void tell(Task task, Sighting.Phase phase) {
    sequence++;
    Sighting sighting =
        new Sighting(
            phase,
            new Sighting.Order(1, sequence),
            List.of(),
            Optional.empty(),
            Sighting.Times.NONE);
    TaskCommands.Told _ = tasks.told(task.host(), Map.of(task.id(), sighting));
  }

  /** Loop and agents in turns, until all rest. */
  void settle() {
    for (int round = 0; round < MANY_TURNS; round++) {
      var before = store.snapshot().version();
      turns();
      agentsDo(Optional.empty());
      pass(Duration.ofSeconds(1));
      if (before.equals(store.snapshot().version())) {
        return;
      }
    }
    throw new AssertionError("it never comes to rest");
  }

  void empty(HostId host) {
    HostCommands.Changed _ = hosts.empty(CLUSTER, List.of(host), Emptying.BEGIN);
  }

  void lose(HostId host) {
    done(hosts.deregister(CLUSTER, host, Force.YES));
  }

  // ------------------------------------------------------------------------------ seen

  List<Task> all() {
    List<Task> tasks = new ArrayList<>();
    store.snapshot().rows(Tables.TASKS).forEach(tasks::add);
    return tasks;
  }

  static List<Object> rows(ReadTx state) {
    List<Object> rows = new ArrayList<>();
    Tables.ALL.forEach(table -> state.rows(table).forEach(rows::add));
    return rows;
  }

  /** What has become of tasks between the two, counted without any help of what is tested. */
  static Map<String, Integer> moves(ReadTx before, ReadTx after) {
    Map<String, Integer> moves = new TreeMap<>();
    Map<Object, Task> known = new HashMap<>();
    before.rows(Tables.TASKS).forEach(task -> known.put(task.id(), task));
    for (Task task : after.rows(Tables.TASKS)) {
      Task was = known.get(task.id());
      if (was == null ? task.isWanted() : was.isWanted() && !task.isWanted()) {
        moves.merge(shown(was == null ? "Run" : kind(task), task), 1, Integer::sum);
      }
    }
    return moves;
  }

  private static String kind(Task task) {
    return task.wish().getClass().getSimpleName();
  }

  private static String shown(String kind, Task task) {
    return kind
        + " "
        + task.order().membership().map(one -> one.service().name()).orElse("-")
        + " "
        + task.host();
  }

  /** The same of what was foreseen. */
  static Map<String, Integer> moves(Foreseen foreseen) {
    Map<String, Integer> moves = new TreeMap<>();
    for (Move move : foreseen.moves()) {
      String kind =
          switch (move.what().kind()) {
            case START -> "Run";
            case DRAIN -> "Drain";
            case STOP -> "Stop";
            case LOSE -> "Abandoned";
          };
      moves.merge(
          kind
              + " "
              + move.what().service().map(ServiceId::name).orElse("-")
              + " "
              + move.what().host(),
          move.count(),
          Integer::sum);
    }
    return moves;
  }
}
