package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.control.ServiceOrder.Force;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services, hosts, targets and restarts in any order: no host is over-committed, no task is told to
 * end while requests may come to it, and once all is well each service is what it shall be.
 */
class ServiceHistoriesTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);
  private static final int HOSTS = 3;
  private static final int SERVICES = 3;
  private static final int STEPS = 150;
  private static final TargetGroup GROUP =
      BalancerSamples.targetGroup(7).usedBy(Optional.of(new BalancerId(1)));

  private static final BalancedPort PORT =
      new BalancedPort("targetgroup/" + GROUP.name() + "/" + GROUP.id(), "web", 80);

  private final ServiceWorld world = new ServiceWorld();
  private final List<Host> hosts = new ArrayList<>();

  static LongStream seeds() {
    return Seeds.first(120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensEachServiceBecomesWhatItShallBe(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int number = 1; number <= HOSTS; number++) {
      hosts.add(world.control.join(number, SIZE));
    }
    world.control.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, GROUP);
          return true;
        });
    for (int step = 0; step < STEPS; step++) {
      happen(random);
      var _ = world.turn();
      check();
      world.control.pass(Duration.ofMillis(random.nextInt(5_000)));
    }
    calm();
    for (Service service : services()) {
      assertEquals(service.desiredCount(), world.living(service.id()).size(), () -> "" + service);
      assertEquals(service.desiredCount(), world.running(service.id()));
      assertEquals(!service.isActive(), service.overAt().isPresent());
    }
  }

  // ------------------------------------------------------------------------------ what happens

  private void happen(RandomGenerator random) {
    ServiceId id = new ServiceId(CLUSTER, "service-" + random.nextInt(SERVICES));
    Host host = hosts.get(random.nextInt(HOSTS));
    boolean isThere = world.state().find(Tables.SERVICES, id).filter(Service::isActive).isPresent();
    switch (random.nextInt(14)) {
      case 0, 1 -> {
        List<BalancedPort> ports = random.nextBoolean() ? List.of(PORT) : List.of();
        Outcome<Service> _ = world.creation(id.name(), random.nextInt(4), ports);
      }
      case 2 -> {
        if (isThere) {
          world.redeploy(id);
        }
      }
      case 3 -> {
        if (isThere) {
          world.scale(id, random.nextInt(4));
        }
      }
      case 4 -> {
        if (random.nextInt(3) == 0) {
          Outcome<Service> _ = world.services.delete(id, Force.YES);
        }
      }
      case 5 -> empty(host, random.nextBoolean() ? Emptying.BEGIN : Emptying.END);
      case 6 -> {
        world.control.hosts.silent(host.id(), 1);
        world.failStarts(random.nextInt(4) == 0);
      }
      case 7 -> world.control.hosts.heard(host.id(), 1);
      case 8 -> world.restart();
      case 9 -> judge(anyVerdict(random), random);
      case 10 -> anyTask(random).ifPresent(task -> world.tell(task, Phase.STOPPED));
      case 11 ->
          anyTask(random)
              .ifPresent(task -> {
                Outcome<Task> _ = world.control.tasks.stop(CLUSTER, task.id(), "enough");
              });
      case 12 -> {
        int _ = new TargetDrains(world.control.store).turn(world.control.now());
      }
      default -> world.agentsDo();
    }
  }

  private void empty(Host host, Emptying emptying) {
    HostCommands.Changed _ = world.control.hosts.empty(CLUSTER, List.of(host.id()), emptying);
  }

  private static TargetHealth.Verdict anyVerdict(RandomGenerator random) {
    return random.nextInt(3) == 0 ? TargetHealth.Verdict.UNHEALTHY : TargetHealth.Verdict.HEALTHY;
  }

  private Optional<Task> anyTask(RandomGenerator random) {
    List<Task> tasks = tasks().stream().filter(task -> !task.isOver()).toList();
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  /** Some proxies have a word about some targets. */
  private void judge(TargetHealth.Verdict verdict, RandomGenerator random) {
    targets().stream().filter(_ -> random.nextBoolean()).forEach(target -> judge(target, verdict));
  }

  private void judge(Target target, TargetHealth.Verdict verdict) {
    TargetHealth health =
        new TargetHealth(
            verdict, TargetHealth.Reason.NONE, OptionalInt.empty(), world.control.now());
    world.control.store.update(
        Lane.REPORTS,
        tx -> {
          tx.update(Tables.TARGETS, target.seen(health));
          return true;
        });
  }

  /** Nothing fails any more, every target is fine, and all that drains has done so. */
  private void calm() {
    world.failStarts(false);
    for (Host host : hosts) {
      world.control.hosts.heard(host.id(), 1);
      empty(host, Emptying.END);
    }
    for (int round = 0; round < 60; round++) {
      world.settle();
      targets().forEach(target -> judge(target, TargetHealth.Verdict.HEALTHY));
      world.control.pass(GROUP.deregistrationDelay());
      while (new TargetDrains(world.control.store).turn(world.control.now()) > 0) {
        world.settle();
      }
    }
    world.settle();
  }

  // ------------------------------------------------------------------------------ what must hold

  private void check() {
    world.control.check();
    for (Task task : tasks()) {
      if (task.wish() instanceof Wish.Stop && !task.isOver()) {
        assertFalse(
            TaskTargets.isAwaited(world.state(), task.id()),
            () -> "told to end while requests may come: " + task);
      }
      if (task.wish() instanceof Wish.Drain) {
        assertTrue(task.isKept());
      }
    }
    for (Target target : targets()) {
      if (target.isActive() && target.task().isPresent()) {
        Task task = world.control.task(target.task().get());
        assertTrue(task.isWanted(), () -> "requests go to a task that nobody wants: " + task);
      }
    }
  }

  private List<Service> services() {
    List<Service> services = new ArrayList<>();
    world.state().rows(Tables.SERVICES).forEach(services::add);
    return services;
  }

  private List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    world.state().rows(Tables.TASKS).forEach(tasks::add);
    return tasks;
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    world.state().rows(Tables.TARGETS).forEach(targets::add);
    return targets;
  }
}
