package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever is run, stopped and told in whatever order, no host is promised twice, tasks only
 * go forward, and what ended is there for an hour and then gone. Method: random commands and
 * reports, late and doubled ones among them, on a clock that the test moves; after each one the
 * promises are counted anew and every task is compared with how it was.
 */
class TaskHistoriesTest {
  private static final int STEPS = 150;
  private static final Set<String> REASONS =
      Set.of(
          "AGENT",
          "ATTRIBUTE",
          "RESOURCE:CPU",
          "RESOURCE:MEMORY",
          "RESOURCE:PORTS",
          "RESOURCE:GPU",
          "INACTIVE",
          "MISSING");

  private final ControlWorld world = new ControlWorld();
  private final Map<TaskId, Task> known = new HashMap<>();
  private final Map<TaskId, Instant> ended = new HashMap<>();
  private final Map<TaskId, Long> told = new HashMap<>();

  static LongStream seeds() {
    return Seeds.first(150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsPromisedTwiceAndNothingGoesBack(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<Host> hosts = new ArrayList<>();
    for (int number = 1; number <= 1 + random.nextInt(4); number++) {
      hosts.add(
          world.join(
              number,
              Samples.facts(
                  number,
                  new Resources(
                      100 + random.nextInt(900),
                      100 + random.nextInt(900),
                      random.nextInt(6),
                      random.nextInt(4)),
                  random.nextBoolean() ? List.of() : List.of(tcp(80)),
                  List.of("GPU-1", "GPU-2", "GPU-3").subList(0, random.nextInt(4)))));
    }
    for (int step = 0; step < STEPS; step++) {
      act(random, hosts);
      world.check();
      look();
    }
  }

  private void act(RandomGenerator random, List<Host> hosts) {
    Host host = hosts.get(random.nextInt(hosts.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> run(random, hosts);
      case 4, 5 -> anyTask(random).ifPresent(this::stop);
      case 6, 7, 8 -> anyTask(random).ifPresent(task -> tell(random, task));
      case 9 -> silence(random, host);
      case 10 -> {
        world.pass(Duration.ofMinutes(random.nextInt(40)));
        forget();
      }
      default -> {
        if (random.nextInt(20) == 0) {
          done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.YES));
        }
      }
    }
  }

  // ------------------------------------------------------------------------------ commands

  private void run(RandomGenerator random, List<Host> hosts) {
    int count = 1 + random.nextInt(10);
    List<HostId> named =
        random
            .ints(random.nextInt(5), 0, hosts.size())
            .mapToObj(number -> hosts.get(number).id())
            .toList();
    RunTask.Where where =
        random.nextInt(4) == 0
            ? new RunTask.Where.Named(named)
            : new RunTask.Where.Placed(count, strategies(random));
    RunTask request =
        new RunTask(
            CLUSTER,
            anyPlan(random),
            where,
            "family:web",
            "",
            Map.of(),
            Optional.of(
                new RunTask.Token(
                    "token-" + random.nextLong(), Fingerprint.of(new byte[] {(byte) count}))));
    switch (world.tasks.run(request)) {
      case Outcome.Refused<RunTask.Answer>(var refusal) ->
          assertEquals(Refusal.Code.NO_HOSTS, refusal.code());
      case Outcome.Done<RunTask.Answer>(var answer) -> {
        int wanted = where instanceof RunTask.Where.Placed ? count : named.size();
        assertEquals(wanted, answer.tasks().size() + answer.failures().size());
        answer.failures().forEach(failure -> assertTrue(REASONS.contains(failure.reason())));
        answer.tasks().forEach(task -> assertFalse(known.containsKey(task.id())));
        if (!answer.tasks().isEmpty()) {
          assertEquals(answer.tasks(), done(world.tasks.run(request)).tasks());
        }
      }
    }
  }

  private static List<Strategy> strategies(RandomGenerator random) {
    return random.nextBoolean()
        ? List.of(new Strategy.SpreadOverHosts(), new Strategy.Binpack(Strategy.Resource.MEMORY))
        : List.of(new Strategy.Binpack(Strategy.Resource.CPU));
  }

  private static Plan anyPlan(RandomGenerator random) {
    List<HostPort> ports =
        random.nextInt(3) == 0
            ? List.of(
                new HostPort(
                    random.nextBoolean() ? HostPort.Protocol.TCP : HostPort.Protocol.UDP,
                    (random.nextBoolean() ? 80 : 20_000) + random.nextInt(3)))
            : List.of();
    Resources asked =
        new Resources(
            random.nextInt(300), random.nextInt(300), random.nextInt(3), random.nextInt(2));
    List<TaskShape.DeviceAsk> devices =
        random.nextInt(3) == 0
            ? List.of(
                new TaskShape.DeviceAsk("web", HostFacts.Device.GPU, 1 + random.nextInt(2)),
                new TaskShape.DeviceAsk("side", HostFacts.Device.GPU, 1))
            : List.of();
    TaskShape shape =
        new TaskShape(
            asked, Map.of(), Samples.shape(asked, ports.toArray(HostPort[]::new)).leads(), devices);
    return random.nextInt(20) == 0 ? plan(shape, "future.thing") : plan(shape);
  }

  private static HostPort tcp(int number) {
    return new HostPort(HostPort.Protocol.TCP, number);
  }

  private void stop(Task task) {
    Task stopped = done(world.tasks.stop(CLUSTER, task.id(), "enough"));
    assertFalse(stopped.isWanted());
  }

  private void silence(RandomGenerator random, Host host) {
    if (random.nextBoolean()) {
      world.hosts.silent(host.id(), 1);
    } else {
      world.hosts.heard(host.id(), 1);
    }
  }

  // ------------------------------------------------------------------------------ reports

  /** Mostly the next thing, at times an older one, again, or from a host that it is not on. */
  private void tell(RandomGenerator random, Task task) {
    long last = told.getOrDefault(task.id(), 0L);
    long sequence = random.nextInt(5) == 0 ? random.nextLong(last + 1) : last + 1;
    told.put(task.id(), Math.max(last, sequence));
    Sighting.Phase[] phases = Sighting.Phase.values();
    Sighting sighting =
        new Sighting(
            phases[1 + random.nextInt(phases.length - 1)],
            new Sighting.Order(1, sequence),
            List.of(),
            Optional.empty(),
            Sighting.Times.NONE);
    HostId teller = random.nextInt(10) == 0 ? new HostId(9, 9) : task.host();
    var _ = world.tasks.told(teller, Map.of(task.id(), sighting));
    if (!teller.equals(task.host())) {
      assertEquals(task, world.task(task.id()));
    }
  }

  private Optional<Task> anyTask(RandomGenerator random) {
    List<Task> tasks = rows();
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  // ------------------------------------------------------------------------------ checks

  private void look() {
    for (Task task : rows()) {
      Task before = known.put(task.id(), task);
      if (before != null) {
        assertTrue(task.status().compareTo(before.status()) >= 0, () -> before + " → " + task);
        assertTrue(before.isWanted() || !task.isWanted(), "a wish to stop was taken back");
        assertTrue(task.equals(before) || task.version() > before.version(), "a silent change");
        before.stopCause().ifPresent(cause -> assertEquals(Optional.of(cause), task.stopCause()));
      }
      if (task.isOver()) {
        assertFalse(task.isWanted());
        ended.putIfAbsent(task.id(), world.now());
      }
    }
  }

  private void forget() {
    Set<TaskId> there = Set.copyOf(rows().stream().map(Task::id).toList());
    while (world.retention.turn(world.now()) > 0) {
      look();
    }
    for (TaskId id : there) {
      boolean isOld =
          Optional.ofNullable(ended.get(id))
              .filter(at -> at.plus(Retention.TASKS_KEPT).isBefore(world.now()))
              .isPresent();
      assertEquals(
          isOld, world.store.snapshot().find(Tables.TASKS, id).isEmpty(), "kept for an hour");
    }
  }

  private List<Task> rows() {
    List<Task> rows = new ArrayList<>();
    world.store.snapshot().rows(Tables.TASKS).forEach(rows::add);
    return rows;
  }
}
