package io.berth.agent.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EngineVerb;
import io.berth.agent.engine.Program;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.model.VolumePlan;
import io.berth.agent.task.TaskRunner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens, nothing is started twice, forgotten or moved back, and once it stops happening
 * all comes to what is desired. Method: a seed draws tasks, faults of engine, disk, host and agent,
 * and doubled and late desired states; {@link WorldChecks} looks after every turn. {@code
 * -Dberth.seed=N} runs one seed alone, {@code -Dberth.seeds=N} so many.
 */
class AgentPropertyTest {
  private static final int SEEDS = 40;
  private static final int ACTIONS = 60;
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

  static LongStream seeds() {
    Long asked = Long.getLong("berth.seed");
    long count = Long.getLong("berth.seeds", SEEDS);
    return asked == null ? LongStream.rangeClosed(1, count) : LongStream.of(asked);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsStartedTwiceForgottenOrMovedBack(long seed) throws IOException {
    var run = new Run(seed);
    try {
      for (int action = 0; action < ACTIONS; action++) {
        run.act();
        run.turns();
      }
      run.endFaults();
      run.expectWhatIsDesired();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("seed " + seed + "\n" + run.story(), failure);
    }
  }

  /** Some programs end at once, some ignore their stop signal; by the name of their container. */
  private static final Program PROGRAM =
      new Program() {
        @Override
        public OptionalInt exitWhenStarted(ContainerPlan plan) {
          return plan.name().startsWith("short") ? OptionalInt.of(0) : OptionalInt.empty();
        }

        @Override
        public OptionalInt exitWhenToldToStop(ContainerPlan plan) {
          return plan.name().startsWith("deaf") ? OptionalInt.empty() : OptionalInt.of(143);
        }
      };

  /** One seed's world, its scheduler and its faults. */
  private static final class Run {
    private final RandomGenerator random;
    private final AgentWorld world;
    private final WorldChecks checks;
    private final TreeMap<TaskId, Assignment> wanted = new TreeMap<>();
    private int tasks;
    private Instant allSavedAt = Instant.MIN;

    Run(long seed) {
      random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
      world = new AgentWorld(PROGRAM, seed);
      world.host.offerImage("r/app:1", "sha256:" + "a".repeat(64));
      world.start();
      checks = new WorldChecks(world);
    }

    /** What has been reported last, and what was done in between. */
    String story() {
      return world.story();
    }

    // ---------------------------------------------------------------- what happens

    void act() throws IOException {
      int what = random.nextInt(22);
      world.tell("act " + what);
      switch (what) {
        case 0, 1, 2, 3, 4 -> assignNew();
        case 5, 6 -> someTask(this::stop);
        case 7 -> someTask(this::forget);
        case 8 -> repeatAll();
        case 9 -> lateVersion();
        case 10, 11 -> someRunning(one -> world.host.exit(one.id(), random.nextInt(3)));
        case 12 -> someRunning(one -> world.host.runOutOfMemory(one.id()));
        case 13 -> someRunning(this::removeIfSeen);
        case 14 -> someRunning(this::judge);
        case 15 -> failSomeCalls();
        case 16 -> world.host.engineGoesAway();
        case 17 -> world.host.engineHangs();
        case 18 -> world.host.engineRecovers();
        case 19 -> restartAgent();
        case 20 -> disasters();
        case 21 -> world.pass(Duration.ofSeconds(random.nextInt(90)));
        default -> throw new IllegalStateException();
      }
    }

    private void disasters() throws IOException {
      switch (random.nextInt(5)) {
        case 0 -> world.host.engineRestartsAndEndsContainers();
        case 1 -> {
          endFullDisk();
          forgetUnsaved();
          world.reboot();
          checks.allowAnotherRun();
          checks.forgetPhases();
        }
        case 2 -> {
          endFullDisk();
          world.kill();
          world.loseJournal();
          checks.allowWhatIsGone();
          checks.forgetAllPhases();
          world.start();
          syncAll();
        }
        case 3 -> world.disk.setFull(true);
        case 4 -> roomAgain();
        default -> throw new IllegalStateException();
      }
    }

    private void assignNew() throws IOException {
      int number = ++tasks;
      var second = Tasks.container("short-init").notEssential();
      var first = Tasks.container(random.nextBoolean() ? "web" : "deaf");
      if (random.nextBoolean()) {
        first.withPort(80);
      }
      if (random.nextInt(3) == 0) {
        first.image(
            "r/app:1", List.copyOf(EnumSet.allOf(PullBehaviour.class)).get(random.nextInt(4)));
      }
      var task =
          switch (random.nextInt(4)) {
            case 0 -> Tasks.task(number, first);
            case 1 ->
                Tasks.task(number, first.after("short-init", DependencyCondition.SUCCESS), second);
            case 2 ->
                Tasks.task(
                    number,
                    first.after("db", DependencyCondition.HEALTHY),
                    Tasks.container("db").healthy().startingWithin(Duration.ofSeconds(40)));
            case 3 ->
                Tasks.task(number, first.mounting("data")).withVolume(new VolumePlan.Empty("data"));
            default -> throw new IllegalStateException();
          };
      Assignment assignment = random.nextBoolean() ? task.build() : task.receivingTraffic().build();
      if (deliver(List.of(assignment), Map.of(), List.of())) {
        wanted.put(assignment.taskId(), assignment);
      }
    }

    private void stop(TaskId id) throws IOException {
      if (deliver(List.of(), Map.of(id, Desired.STOP), List.of())) {
        wanted.computeIfPresent(id, (_, assignment) -> assignment.wanting(Desired.STOP));
      }
    }

    private void forget(TaskId id) throws IOException {
      if (deliver(List.of(), Map.of(), List.of(id))) {
        wanted.remove(id);
      }
    }

    private boolean deliver(
        List<Assignment> assignments, Map<TaskId, Desired> intents, List<TaskId> removed)
        throws IOException {
      if (world.runners().version().isEmpty()) {
        syncAll();
      }
      var released = new ArrayList<HeldPort.Release>();
      if (random.nextBoolean()) {
        world.runners().heldPorts().stream()
            .map(held -> new HeldPort.Release(held.port(), held.taskId()))
            .forEach(released::add);
      }
      try {
        world.tryChange(new DesiredChange(assignments, List.of(), intents, removed, released));
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    /** All that is wanted, once more, in another order. */
    private void repeatAll() throws IOException {
      var all = new ArrayList<>(wanted.values());
      Collections.shuffle(all, Random.from(random));
      deliver(all, Map.of(), List.of());
    }

    /** A task that has stopped is over for the scheduler: it is removed, never assigned again. */
    private void syncAll() throws IOException {
      var over = new ArrayList<>(wanted.keySet());
      over.removeIf(id -> !world.isReportedStopped(id));
      world.runners().statuses().stream()
          .map(TaskStatus::taskId)
          .filter(id -> !wanted.containsKey(id))
          .forEach(over::add);
      var living = new TreeMap<>(wanted);
      over.forEach(living::remove);
      try {
        world.sync(
            new DesiredChange(List.copyOf(living.values()), List.of(), Map.of(), over, List.of()));
        over.forEach(wanted::remove);
      } catch (IOException _) {
        // The disk is full; the next one may come through.
      }
    }

    private void lateVersion() throws IOException {
      if (world.runners().version().isPresent() && !wanted.isEmpty()) {
        var change =
            new DesiredChange(
                List.of(),
                List.of(),
                Map.of(wanted.firstKey(), Desired.STOP),
                List.of(),
                List.of());
        StateVersion known = world.runners().version().get();
        world.runners().take(known, known, change, world.now());
      }
    }

    private interface Act<T> {
      void on(T subject) throws IOException;
    }

    private void someTask(Act<TaskId> act) throws IOException {
      var ids = List.copyOf(wanted.keySet());
      if (!ids.isEmpty()) {
        act.on(ids.get(random.nextInt(ids.size())));
      }
    }

    private void someRunning(Act<ContainerDetails> act) throws IOException {
      List<ContainerDetails> running =
          world.host.allContainers().stream()
              .filter(one -> one.state() == ContainerState.RUNNING)
              .toList();
      if (!running.isEmpty()) {
        act.on(running.get(random.nextInt(running.size())));
      }
    }

    /** By hand only what the agent knows to have run: else nobody can tell that it ever did. */
    private void removeIfSeen(ContainerDetails one) {
      boolean seen =
          world.runners().statuses().stream()
              .filter(status -> status.taskId().equals(one.labels().orElseThrow().taskId()))
              .findFirst()
              .flatMap(status -> status.container(one.labels().orElseThrow().container()))
              .filter(status -> status.engineId().filter(one.id()::equals).isPresent())
              .filter(status -> status.startedAt().equals(one.startedAt()))
              .isPresent();
      if (seen && !world.disk.isFull()) {
        world.host.removeByHand(one.id());
      }
    }

    private void judge(ContainerDetails one) {
      if (one.health() != Health.NONE) {
        world.host.judge(one.id(), random.nextInt(4) > 0 ? Health.HEALTHY : Health.UNHEALTHY);
      }
    }

    private void failSomeCalls() {
      List<EngineVerb> verbs =
          List.of(
              EngineVerb.PULL,
              EngineVerb.CREATE,
              EngineVerb.START,
              EngineVerb.INSPECT,
              EngineVerb.STOP,
              EngineVerb.REMOVE,
              EngineVerb.LIST,
              EngineVerb.VOLUME);
      for (int call = random.nextInt(4); call >= 0; call--) {
        EngineVerb verb = verbs.get(random.nextInt(verbs.size()));
        Kind kind = random.nextBoolean() ? Kind.TIMED_OUT : Kind.UNAVAILABLE;
        var failure = new EngineException(kind, true, "planted");
        if (random.nextBoolean()) {
          world.host.failNext(verb, failure);
        } else {
          world.host.loseNextAnswer(verb, failure);
        }
      }
    }

    private void roomAgain() {
      world.disk.setFull(false);
      allSavedAt = world.now().plusSeconds(10);
    }

    /** An agent does not start on a full disk, and what it could not write it does not know. */
    private void endFullDisk() {
      if (world.disk.isFull()) {
        roomAgain();
      }
    }

    private void forgetUnsaved() {
      if (world.now().isBefore(allSavedAt)) {
        checks.forgetAllPhases();
      }
    }

    private void restartAgent() {
      endFullDisk();
      if (random.nextBoolean() && !world.runners().runners().isEmpty()) {
        // In the middle of a step: the engine has done it, nobody has noted it.
        var all = world.runners().runners();
        TaskRunner runner = all.get(random.nextInt(all.size()));
        if (runner.begin(world.now()) instanceof TaskRunner.Call(TaskRunner.Errand errand)) {
          TaskRunner.End _ = runner.perform(errand);
        }
      }
      forgetUnsaved();
      world.restart();
    }

    // ---------------------------------------------------------------- time and ends

    void turns() {
      for (int turn = random.nextInt(12); turn > 0; turn--) {
        world.turnAll();
        checks.check();
      }
      if (random.nextInt(4) == 0) {
        world.pass(Duration.ofMillis(random.nextInt(5_000)));
      }
    }

    void endFaults() throws IOException {
      world.host.engineRecovers();
      world.disk.setFull(false);
      // What is found only when the engine answers is reported, and answered by another sync.
      for (int turn = 0; turn < 20; turn++) {
        world.turnAll();
        world.pass(Duration.ofMillis(200));
      }
      syncAll();
      var end = world.now().plus(SETTLED_WITHIN);
      while (world.now().isBefore(end)) {
        world.turnAll();
        world.pass(Duration.ofMillis(200));
        checks.check();
      }
      world.settle();
      checks.check();
    }

    void expectWhatIsDesired() {
      Set<TaskId> known =
          world.runners().statuses().stream().map(TaskStatus::taskId).collect(Collectors.toSet());
      wanted.forEach((id, assignment) -> {
        assertTrue(known.contains(id), "task " + id + " was forgotten");
        expect(assignment, world.status(Integer.parseInt(id.text(), 16)));
      });
      for (ContainerDetails one : world.host.allContainers()) {
        TaskId id = one.labels().orElseThrow().taskId();
        assertTrue(
            one.state() != ContainerState.RUNNING || wanted.containsKey(id),
            "a container of a forgotten task runs: " + id);
      }
    }

    private static void expect(Assignment assignment, TaskStatus status) {
      if (assignment.desired() == Desired.STOP) {
        assertEquals(TaskPhase.STOPPED, status.phase(), () -> "desired to stop: " + status);
      } else {
        assertTrue(
            status.phase() == TaskPhase.RUNNING
                || (status.phase() == TaskPhase.STOPPED && status.stop().isPresent())
                || isWaitingForHealth(status),
            () -> "desired to run: " + status);
      }
    }

    /** Its start timeout begins anew when the container is started again. */
    private static boolean isWaitingForHealth(TaskStatus status) {
      return status.phase() == TaskPhase.STARTING
          && status.containers().stream().anyMatch(one -> one.health() == Health.STARTING);
    }
  }
}
