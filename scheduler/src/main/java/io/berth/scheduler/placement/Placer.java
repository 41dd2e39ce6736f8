package io.berth.scheduler.placement;

import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Chooses hosts for tasks, one after the other, each knowing what the ones before it took. First it
 * drops the hosts that cannot take the task, then each strategy keeps the best of what is left,
 * then chance decides. The same request, hosts and chance give the same answer, in whichever order
 * the hosts come.
 */
public final class Placer {
  private Placer() {}

  /**
   * The hosts are those of the cluster that may take tasks; without any there is no closest one to
   * name.
   */
  public static Placement place(
      PlacementRequest request, Collection<HostView> hosts, RandomGenerator random) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("there must be a host to ask");
    }
    List<Candidate> candidates =
        hosts.stream().sorted(Comparator.comparing(HostView::id)).map(Candidate::new).toList();
    List<Place> placed = new ArrayList<>();
    List<Unplaced> unplaced = new ArrayList<>();
    for (int task = 0; task < request.count(); task++) {
      List<Candidate> able = able(candidates, request.shape());
      if (able.isEmpty()) {
        unplaced.add(closest(candidates, request.shape()));
      } else {
        Candidate chosen = choose(able, request.strategies(), random);
        placed.add(chosen.take(request.shape()));
      }
    }
    return new Placement(placed, unplaced);
  }

  private static List<Candidate> able(List<Candidate> candidates, TaskShape shape) {
    return candidates.stream().filter(candidate -> candidate.lack(shape).isEmpty()).toList();
  }

  private static Candidate choose(
      List<Candidate> able, List<Strategy> strategies, RandomGenerator random) {
    List<Candidate> best = able;
    for (Strategy strategy : strategies) {
      best = best(best, strategy);
    }
    return best.get(random.nextInt(best.size()));
  }

  private static List<Candidate> best(List<Candidate> candidates, Strategy strategy) {
    return switch (strategy) {
      case Strategy.Anywhere() -> candidates;
      case Strategy.SpreadOverHosts() -> least(candidates, Candidate::tasksOfGroup);
      case Strategy.Binpack(var resource) ->
          switch (resource) {
            case CPU -> least(candidates, candidate -> candidate.free().cpuUnits());
            case MEMORY -> least(candidates, candidate -> candidate.free().memoryMib());
          };
    };
  }

  private static List<Candidate> least(
      List<Candidate> candidates, ToLongFunction<Candidate> measure) {
    long least = candidates.stream().mapToLong(measure).min().orElseThrow();
    return candidates.stream()
        .filter(candidate -> measure.applyAsLong(candidate) == least)
        .toList();
  }

  /** The host that fails at the latest check, the first of several. */
  private static Unplaced closest(List<Candidate> candidates, TaskShape shape) {
    Unplaced closest = null;
    for (Candidate candidate : candidates) {
      Optional<Lack> lack = candidate.lack(shape);
      if (lack.isPresent() && (closest == null || lack.get().compareTo(closest.lack()) > 0)) {
        closest = new Unplaced(candidate.id(), lack.get());
      }
    }
    if (closest == null) {
      throw new IllegalStateException("every host was said to lack something");
    }
    return closest;
  }
}
