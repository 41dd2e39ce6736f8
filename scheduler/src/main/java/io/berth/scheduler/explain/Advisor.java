package io.berth.scheduler.explain;

import io.berth.scheduler.explain.Patience.Budget;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.placement.Judge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Looks for the smallest changes with which one more task fits: one change on any host, and on the
 * hosts that come closest and that no single change helps, two. Whatever it suggests was tried, and
 * was judged as every request is.
 */
final class Advisor {
  private static final int MOST_SUGGESTIONS = 20;
  private static final int MOST_HOSTS = 5;
  private static final int HOSTS_FOR_PAIRS = 5;
  private static final int MOST_STOPPINGS = 3;

  private static final Comparator<Finding> CLOSEST_FIRST =
      Comparator.<Finding>comparingInt(finding -> finding.reasons().size())
          .thenComparing(finding -> finding.reasons().getFirst(), Reason.IN_ORDER.reversed())
          .thenComparing(Finding::id);

  private final Scene scene;
  private final Judge judge;
  private final List<Finding> unfit;
  private final Budget budget;
  private final Map<List<Change>, Found> found = new LinkedHashMap<>();
  private final Set<HostId> helped = new HashSet<>();

  private Advisor(Scene scene, Judge judge, List<Finding> unfit, Budget budget) {
    this.scene = scene;
    this.judge = judge;
    this.unfit = unfit;
    this.budget = budget;
  }

  /** The hosts that some changes help. */
  private static final class Found {
    private final List<HostId> hosts = new ArrayList<>();
    private int count;

    /** A pair is found in both orders. */
    void add(HostId host) {
      if (hosts.isEmpty() || !hosts.getLast().equals(host)) {
        count++;
        if (hosts.size() < MOST_HOSTS) {
          hosts.add(host);
        }
      }
    }
  }

  static Advice advise(Scene scene, Judge judge, Collection<Finding> findings, Patience patience) {
    List<Finding> unfit =
        findings.stream().filter(finding -> !finding.fits()).sorted(CLOSEST_FIRST).toList();
    Advisor advisor = new Advisor(scene, judge, unfit, new Budget(patience));
    advisor.tryOne();
    advisor.tryStopping();
    advisor.tryTwo();
    return advisor.advice();
  }

  // ------------------------------------------------------------------------------ one change

  private void tryOne() {
    for (Finding finding : unfit) {
      Trial trial = trial(finding);
      for (Change change : Remedies.of(finding.reasons().getFirst(), finding.sight().host())) {
        if (!budget.spend(1)) {
          return;
        }
        if (trial.with(change).reasons().isEmpty()) {
          keep(List.of(change), finding);
        }
      }
    }
  }

  /** Stopping as few as possible, anywhere: once some hosts need one alone, there are no fewer. */
  private void tryStopping() {
    int ofOne = 0;
    for (Finding finding : unfit) {
      if (ofOne == MOST_STOPPINGS || budget.isSpent()) {
        return;
      }
      if (finding.reasons().stream().allMatch(Remedies::areTasksToBlame)) {
        Optional<Change.StopTasks> stop =
            Stopping.fewest(trial(finding), finding.reasons(), budget);
        if (stop.isPresent()) {
          keep(List.of(stop.get()), finding);
          ofOne += stop.get().tasks().size() == 1 ? 1 : 0;
        }
      }
    }
  }

  // ------------------------------------------------------------------------------ two changes

  private void tryTwo() {
    unfit.stream()
        .filter(finding -> finding.reasons().size() > 1 && !helped.contains(finding.id()))
        .limit(HOSTS_FOR_PAIRS)
        .forEach(this::tryTwo);
  }

  private void tryTwo(Finding finding) {
    Trial trial = trial(finding);
    for (Change first : remedies(trial, finding.reasons())) {
      Trial after = trial.with(first);
      List<Reason> left = after.reasons();
      if (!budget.spend(1)) {
        return;
      }
      if (!left.isEmpty() && left.size() < finding.reasons().size()) {
        for (Change second : remedies(after, left)) {
          if (!budget.spend(2)) {
            return;
          }
          if (!areStops(first, second) && after.with(second).reasons().isEmpty()) {
            keepTwo(finding, first, second);
          }
        }
      }
    }
  }

  /**
   * The second may do alone: it may be a change that the first reason did not bring to mind. And
   * what tasks give back that are to stop for the sake of one thing is more room for another.
   */
  private void keepTwo(Finding finding, Change first, Change second) {
    List<Reason> left = trial(finding).with(second).reasons();
    if (left.isEmpty()) {
      keep(List.of(second), finding);
    } else if (second instanceof Change.StopTasks && isLess(first)) {
      Remedies.of(left.getFirst(), finding.sight().host()).stream()
          .filter(Advisor::isLess)
          .forEach(less -> keep(inOrder(less, second), finding));
    } else {
      keep(inOrder(first, second), finding);
    }
  }

  private static boolean isLess(Change change) {
    return change instanceof Change.LessCpu || change instanceof Change.LessMemory;
  }

  /**
   * What may remove the first of the reasons: alone, or with all others of which tasks are to
   * blame.
   */
  private List<Change> remedies(Trial trial, List<Reason> reasons) {
    Reason first = reasons.getFirst();
    List<Change> changes = new ArrayList<>(Remedies.of(first, trial.sight().host()));
    if (Remedies.areTasksToBlame(first)) {
      Set<Change> stops = new HashSet<>();
      List<Reason> all = reasons.stream().filter(Remedies::areTasksToBlame).toList();
      for (List<Reason> some : List.of(all, List.of(first))) {
        Stopping.fewest(trial, some, budget).filter(stops::add).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** Two that stop tasks are one. */
  private static boolean areStops(Change first, Change second) {
    return first instanceof Change.StopTasks && second instanceof Change.StopTasks;
  }

  private static List<Change> inOrder(Change first, Change second) {
    return first.toString().compareTo(second.toString()) < 0
        ? List.of(first, second)
        : List.of(second, first);
  }

  // ------------------------------------------------------------------------------ the answer

  private Trial trial(Finding finding) {
    return Trial.of(scene, judge, finding.sight());
  }

  private void keep(List<Change> changes, Finding finding) {
    helped.add(finding.id());
    found.computeIfAbsent(changes, _ -> new Found()).add(finding.id());
  }

  private Advice advice() {
    long mostCpu = most(change -> change instanceof Change.LessCpu(var cpu) ? cpu : 0);
    long mostMemory = most(change -> change instanceof Change.LessMemory(var memory) ? memory : 0);
    List<Suggestion> all = new ArrayList<>();
    found.forEach((changes, where) -> {
      if (changes.size() > 1 || isSmallest(changes.getFirst(), mostCpu, mostMemory)) {
        all.add(new Suggestion(changes, where.hosts, where.count));
      }
    });
    all.sort(Suggestion.ORDER);
    List<Suggestion> first = all.subList(0, Math.min(MOST_SUGGESTIONS, all.size()));
    return new Advice(
        first,
        all.size() - first.size(),
        budget.isSpent() ? Advice.End.GAVE_UP : Advice.End.COMPLETE);
  }

  /** Asking for less than would do on another host is no smallest change. */
  private static boolean isSmallest(Change change, long mostCpu, long mostMemory) {
    return switch (change) {
      case Change.LessCpu(var cpu) -> cpu == mostCpu;
      case Change.LessMemory(var memory) -> memory == mostMemory;
      case Change.DropConstraint _,
          Change.DynamicPort _,
          Change.Reconnect _,
          Change.Activate _,
          Change.PutAttribute _,
          Change.StopTasks _ ->
          true;
    };
  }

  private long most(ToLongFunction<Change> amount) {
    return found.keySet().stream()
        .filter(changes -> changes.size() == 1)
        .mapToLong(changes -> amount.applyAsLong(changes.getFirst()))
        .max()
        .orElse(0);
  }
}
