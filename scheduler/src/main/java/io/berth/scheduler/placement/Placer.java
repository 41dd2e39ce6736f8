package io.berth.scheduler.placement;

import io.berth.scheduler.model.Strategy;
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
 * drops the hosts that cannot take the task, then those that are not preferred where others are,
 * then each strategy keeps the best of what is left, then chance decides. The same request, hosts
 * and chance give the same answer, in whichever order the hosts come.
 */
public final class Placer {
  private final PlacementRequest request;
  private final Conditions conditions;
  private final Preferences preferences;
  private final List<Candidate> candidates;

  private Placer(PlacementRequest request, Collection<HostView> hosts) {
    this.request = request;
    this.conditions = Conditions.of(request.constraints());
    this.preferences = Preferences.of(request.preferences());
    this.candidates =
        hosts.stream().sorted(Comparator.comparing(HostView::id)).map(Candidate::new).toList();
  }

  /**
   * The hosts are those of the cluster that may take tasks; without any there is no closest one to
   * name.
   */
  public static Placement place(
      PlacementRequest request, Collection<HostView> hosts, RandomGenerator random) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("there must be a host to ask");
    }
    return new Placer(request, hosts).place(random);
  }

  private Placement place(RandomGenerator random) {
    List<Place> placed = new ArrayList<>();
    List<Unplaced> unplaced = new ArrayList<>();
    for (int task = 0; task < request.count(); task++) {
      List<Candidate> able =
          candidates.stream().filter(candidate -> lack(candidate).isEmpty()).toList();
      if (able.isEmpty()) {
        unplaced.add(closest());
      } else {
        placed.add(choose(able, random).take(request));
      }
    }
    return new Placement(placed, unplaced);
  }

  private Optional<Lack> lack(Candidate candidate) {
    return candidate.lack(request, conditions);
  }

  private Candidate choose(List<Candidate> able, RandomGenerator random) {
    Spreading spreading = new Spreading(candidates);
    List<Candidate> best = least(able, candidate -> preferences.unmet(candidate.traits()));
    for (Strategy strategy : request.strategies()) {
      best = best(best, strategy, spreading);
    }
    return best.get(random.nextInt(best.size()));
  }

  private static List<Candidate> best(
      List<Candidate> candidates, Strategy strategy, Spreading spreading) {
    return switch (strategy) {
      case Strategy.Anywhere() -> candidates;
      case Strategy.SpreadOverHosts() ->
          least(candidates, spreading.divide(candidate -> candidate.id().text()));
      case Strategy.SpreadOverAttribute(var name) ->
          least(candidates, spreading.divide(candidate -> valueOf(name, candidate)));
      case Strategy.Binpack(var resource) ->
          switch (resource) {
            case CPU -> least(candidates, candidate -> candidate.free().cpuUnits());
            case MEMORY -> least(candidates, candidate -> candidate.free().memoryMib());
          };
    };
  }

  /** Hosts without the attribute are spread over like those of one more value. */
  private static String valueOf(String attribute, Candidate candidate) {
    return candidate.traits().attribute(attribute).orElse("");
  }

  private static List<Candidate> least(
      List<Candidate> candidates, ToLongFunction<Candidate> measure) {
    long least = candidates.stream().mapToLong(measure).min().orElseThrow();
    return candidates.stream()
        .filter(candidate -> measure.applyAsLong(candidate) == least)
        .toList();
  }

  /** The host that fails at the latest check, the first of several. */
  private Unplaced closest() {
    Unplaced closest = null;
    for (Candidate candidate : candidates) {
      Optional<Lack> lack = lack(candidate);
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
