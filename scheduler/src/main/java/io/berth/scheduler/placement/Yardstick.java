package io.berth.scheduler.placement;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.placement.HostView.TasksOfGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what the hosts of a request are compared: what each measures by the request's strategies, the
 * less the better, what a task changes of that, and the lot that it has where all measures are
 * equal.
 */
final class Yardstick {
  /** The preferences are measured first, and then the strategies. */
  private static final int FIRST_STRATEGY = 1;

  private static final Strategy OVER_HOSTS = new Strategy.SpreadOverHosts();
  private static final int LOT_BITS = 44;

  /** Lots of those that were drawn; some are many times as large. */
  private static final double DRAWN_LOT = 1L << 38;

  private final PlacementRequest request;
  private final List<Strategy> strategies;
  private final List<Integer> forks = new ArrayList<>();
  private final long[] steps;
  private final Map<Slot, TasksOfGroup> counts;
  private final long seed;

  /**
   * Of one request.
   *
   * @param counts of the tasks of the request's group
   * @param seed of the lots
   */
  Yardstick(PlacementRequest request, Map<Slot, TasksOfGroup> counts, long seed) {
    this.request = request;
    this.strategies = effective(request.strategies());
    for (int at = 0; at < strategies.size(); at++) {
      if (strategies.get(at) instanceof Strategy.SpreadOverAttribute) {
        forks.add(at);
      }
    }
    this.steps = new long[FIRST_STRATEGY + strategies.size()];
    for (int at = 0; at < strategies.size(); at++) {
      steps[FIRST_STRATEGY + at] = step(strategies.get(at));
    }
    this.counts = counts;
    this.seed = seed;
  }

  /** Chance decides last in any case, and what is one host cannot be spread any more. */
  private static List<Strategy> effective(List<Strategy> strategies) {
    List<Strategy> effective = new ArrayList<>();
    boolean isDivided = false;
    for (Strategy strategy : strategies) {
      if (strategy instanceof Strategy.Binpack) {
        effective.add(strategy);
      } else if (!(strategy instanceof Strategy.Anywhere) && !isDivided) {
        effective.add(strategy);
        isDivided = strategy instanceof Strategy.SpreadOverHosts;
      }
    }
    return effective;
  }

  private long step(Strategy strategy) {
    return switch (strategy) {
      case Strategy.SpreadOverHosts() -> 1;
      case Strategy.Binpack(var resource) -> -asked(resource);
      case Strategy.SpreadOverAttribute _, Strategy.Anywhere() -> 0;
    };
  }

  private long asked(Strategy.Resource resource) {
    Resources asked = request.shape().asked();
    return switch (resource) {
      case CPU -> asked.cpuUnits();
      case MEMORY -> asked.memoryMib();
    };
  }

  // ------------------------------------------------------------------------------ which way

  /** The strategies by which hosts are parted: what is compared then are not single hosts. */
  List<Integer> forks() {
    return forks;
  }

  /** Hosts without the attribute are like those of one more value. */
  String value(int fork, Host host) {
    String name = ((Strategy.SpreadOverAttribute) strategies.get(fork)).name();
    return host.attribute(name).orElse("");
  }

  /** Whether of single hosts nothing is compared, except which have tasks of the group. */
  boolean isDrawing() {
    return request.preferences().isEmpty()
        && strategies.stream().noneMatch(Strategy.Binpack.class::isInstance);
  }

  /** Whether the tasks that a host has count. */
  boolean isSpreadingOverHosts() {
    return strategies.contains(OVER_HOSTS);
  }

  /**
   * Hosts are filled one after the other, the one with the least left first.
   *
   * @param asked how much of it each task takes
   * @param isLast whether chance decides among hosts with equally much left
   */
  record Packing(Strategy.Resource resource, long asked, boolean isLast) {}

  /**
   * If what is left of a resource is compared before all else of single hosts, and each task takes
   * some: a host with a task is better than all others then until it is full.
   */
  Optional<Packing> packing() {
    List<Strategy> ofHosts =
        strategies.stream().filter(one -> !(one instanceof Strategy.SpreadOverAttribute)).toList();
    return request.preferences().isEmpty()
            && !ofHosts.isEmpty()
            && ofHosts.getFirst() instanceof Strategy.Binpack(var resource)
            && asked(resource) > 0
        ? Optional.of(new Packing(resource, asked(resource), ofHosts.size() == 1))
        : Optional.empty();
  }

  // ------------------------------------------------------------------------------ how much

  /** How many measures there are. */
  int width() {
    return steps.length;
  }

  /** Where a strategy stands among the measures. */
  int placeOf(int strategy) {
    return FIRST_STRATEGY + strategy;
  }

  /** Where it is said how many tasks a host has, if that counts. */
  int placeOfHosts() {
    return placeOf(strategies.indexOf(OVER_HOSTS));
  }

  /** What each task changes of the measures of its host. */
  long[] steps() {
    return steps;
  }

  /** How many tasks of the group the host shall run. */
  int wanted(Slot slot) {
    return counts.getOrDefault(slot, TasksOfGroup.NONE).wanted();
  }

  /** What a host measures, of which so much is unmet. */
  void measure(Slot slot, long unmet, long[] measures) {
    measures[0] = unmet;
    for (int at = 0; at < strategies.size(); at++) {
      measures[FIRST_STRATEGY + at] =
          switch (strategies.get(at)) {
            case Strategy.SpreadOverHosts() -> wanted(slot);
            case Strategy.Binpack(var resource) -> slot.free(resource);
            case Strategy.SpreadOverAttribute _, Strategy.Anywhere() -> 0;
          };
    }
  }

  /** The same for a host whichever other hosts there are, and another one for each request. */
  long lot(HostId id) {
    long mixed = seed ^ id.high() ^ Long.rotateLeft(id.low(), Integer.SIZE);
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return (mixed ^ mixed >>> 31) >>> (Long.SIZE - LOT_BITS);
  }

  /**
   * The lot of a host that was drawn from so many. It is the less, the more they are, so that the
   * least of several such lots belongs to any of all these hosts alike.
   */
  long lot(HostId id, int drawnFrom) {
    double any = (lot(id) + 0.5) / (1L << LOT_BITS);
    return (long) (-StrictMath.log(any) / drawnFrom * DRAWN_LOT);
  }
}
