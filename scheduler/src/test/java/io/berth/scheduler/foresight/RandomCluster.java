package io.berth.scheduler.foresight;

import static io.berth.scheduler.foresight.ForesightWorld.CLUSTER;
import static io.berth.scheduler.foresight.ForesightWorld.plan;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A world that chance has filled: hosts of all kinds, services on their way to something, tasks.
 */
final class RandomCluster {
  final ForesightWorld world = new ForesightWorld();
  final List<HostId> hosts = new ArrayList<>();
  final List<ServiceId> services = new ArrayList<>();
  private final RandomGenerator random;

  RandomCluster(RandomGenerator random) {
    this.random = random;
    int count = 1 + random.nextInt(6);
    for (int number = 1; number <= count; number++) {
      Host host =
          world.join(
              number,
              new Resources(200 + random.nextInt(800), 200 + random.nextInt(800), 100, 0),
              Map.of("zone", "z" + random.nextInt(3)));
      hosts.add(host.id());
    }
    for (int number = 0; number < random.nextInt(5); number++) {
      services.add(
          world.create(
              "service-" + number,
              anyPlan(),
              ForesightWorld.wish(
                  random.nextInt(8), anyRolling(), anyStrategies(), anyConstraints())));
    }
    world.turns();
  }

  /** Some of what can happen. */
  void live(int steps) {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          Outcome<RunTask.Answer> _ = world.tasks.run(anyTasks());
        }
        case 2 ->
            anyService().ifPresent(id -> change(id, ForesightWorld.scaled(random.nextInt(9))));
        case 3 -> anyService().ifPresent(id -> change(id, ForesightWorld.redeployed(anyPlan())));
        case 4 -> {
          if (random.nextInt(6) == 0) {
            world.hosts.silent(anyHost(), 1);
          }
        }
        case 5 -> {
          if (random.nextInt(6) == 0) {
            world.empty(anyHost());
          }
        }
        default -> world.agentsDo(Optional.of(random));
      }
      world.turns();
    }
  }

  private void change(ServiceId id, io.berth.scheduler.control.ServiceOrder.Change change) {
    Outcome<Service> _ = world.services.update(id, change);
  }

  RunTask anyTasks() {
    return ForesightWorld.some(
        1 + random.nextInt(10), anyPlan(), anyStrategies(), anyConstraints());
  }

  HostId anyHost() {
    return hosts.get(random.nextInt(hosts.size()));
  }

  Optional<ServiceId> anyService() {
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(services.get(random.nextInt(services.size())));
  }

  Plan anyPlan() {
    return plan(random.nextInt(200), 1 + random.nextInt(200));
  }

  private Rolling anyRolling() {
    return new Rolling(random.nextInt(101), 100 + random.nextInt(101));
  }

  private List<Strategy> anyStrategies() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of();
      case 1 -> List.of(new Strategy.SpreadOverAttribute("zone"), new Strategy.SpreadOverHosts());
      case 2 -> List.of(new Strategy.Binpack(Strategy.Resource.MEMORY));
      default -> List.of(new Strategy.Anywhere());
    };
  }

  private List<Constraint> anyConstraints() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(new Constraint.DistinctHosts());
      case 1 -> List.of(new Constraint.MemberOf("attribute:zone != z0"));
      default -> List.of();
    };
  }

  /** Whether a service has fewer tasks than it shall have. */
  boolean isAnyLacking() {
    return services.stream().anyMatch(id -> Settling.missing(world.store.snapshot(), id) > 0);
  }

  Question.Update anyUpdate(ServiceId id) {
    return new Question.Update(
        id,
        random.nextBoolean()
            ? ForesightWorld.scaled(random.nextInt(12))
            : ForesightWorld.redeployed(anyPlan()));
  }

  static Question loss(HostId... lost) {
    return Question.ofLoss(CLUSTER, List.of(lost));
  }
}
