package io.berth.scheduler.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.explain.Advice;
import io.berth.scheduler.explain.Change;
import io.berth.scheduler.explain.Explainer;
import io.berth.scheduler.explain.Explanation;
import io.berth.scheduler.explain.Finding;
import io.berth.scheduler.explain.HostSight;
import io.berth.scheduler.explain.Patience;
import io.berth.scheduler.explain.Reason;
import io.berth.scheduler.explain.ReasonGroup;
import io.berth.scheduler.explain.Scene;
import io.berth.scheduler.explain.Suggestion;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On random clusters: an explanation says what RunTask does, and what it suggests makes RunTask do
 * it. Each time the rows are put into a store of their own, and RunTask itself is asked.
 */
class InquiryPropertyTest {
  private static final Patience PATIENCE = Patience.usual(() -> 0);
  private static final int MOST_TASKS = 10;

  static LongStream seeds() {
    return Seeds.first(300);
  }

  private static Explanation explain(ClusterRows rows) {
    return new Inquiry(rows.request()).explain(rows.store().snapshot(), PATIENCE).explanation();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostHasReasonsIfAndOnlyIfRunTaskLeavesItAlone(long seed) {
    ClusterRows rows = AnyCluster.of(seed);
    for (Finding finding : explain(rows).findings()) {
      ClusterRows alone = rows.only(finding.id());
      switch (alone.run()) {
        case Outcome.Done<RunTask.Answer>(var answer) -> {
          assertEquals(finding.fits(), answer.failures().isEmpty(), finding::toString);
          if (!finding.fits()) {
            assertEquals(
                answer.failures().getFirst().reason(),
                finding.reasons().getFirst().lack().orElseThrow().reason());
          }
        }
        case Outcome.Refused<RunTask.Answer> _ ->
            assertEquals(new Reason.Draining(), finding.reasons().getFirst());
      }
      assertEquals(
          Math.min(MOST_TASKS, finding.room()), alone.asking(MOST_TASKS).started(), rows::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySuggestionMakesRoomAndNothingLessDoes(long seed) {
    ClusterRows rows = AnyCluster.of(seed);
    for (Suggestion suggestion : explain(rows).advice().suggestions()) {
      for (HostId host : suggestion.hosts()) {
        ClusterRows alone = rows.only(host);
        assertEquals(0, alone.started(), suggestion::toString);
        assertEquals(1, after(alone, suggestion.changes(), host).started(), suggestion::toString);
        for (Change left : suggestion.changes()) {
          List<Change> others = new ArrayList<>(suggestion.changes());
          others.remove(left);
          assertEquals(0, after(alone, others, host).started(), suggestion::toString);
          assertIsLeast(alone, left, others, host);
        }
      }
    }
  }

  private static ClusterRows after(ClusterRows rows, List<Change> changes, HostId on) {
    ClusterRows changed = rows;
    for (Change change : changes) {
      changed = changed.after(change, on);
    }
    return changed;
  }

  private static void assertIsLeast(
      ClusterRows alone, Change change, List<Change> others, HostId host) {
    List<Change> smaller = new ArrayList<>();
    switch (change) {
      case Change.LessCpu(var cpu) -> smaller.add(new Change.LessCpu(cpu + 1));
      case Change.LessMemory(var memory) -> smaller.add(new Change.LessMemory(memory + 1));
      case Change.StopTasks(var tasks) -> {
        for (TaskId needed : tasks) {
          smaller.add(
              new Change.StopTasks(tasks.stream().filter(id -> !id.equals(needed)).toList()));
        }
      }
      case Change.DropConstraint _,
          Change.DynamicPort _,
          Change.Reconnect _,
          Change.Activate _,
          Change.PutAttribute _ -> {}
    }
    for (Change less : smaller) {
      ClusterRows changed = after(alone, others, host).after(less, host);
      assertEquals(0, changed.started(), () -> less + " would do instead of " + change);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverIsHelpedByOneChangeIsToldOfOne(long seed) {
    ClusterRows rows = AnyCluster.of(seed);
    Explanation explanation = explain(rows);
    assertEquals(Advice.End.COMPLETE, explanation.advice().end());
    if (explanation.hasRoomForAll()) {
      assertTrue(explanation.advice().suggestions().isEmpty());
      return;
    }
    boolean isTold =
        explanation.advice().suggestions().stream()
            .anyMatch(suggestion -> suggestion.changes().size() == 1);
    for (Finding finding : explanation.findings()) {
      ClusterRows alone = rows.only(finding.id());
      Set<TaskId> all = new HashSet<>();
      alone.tasks().forEach(task -> all.add(task.id()));
      boolean helps =
          alone.after(new Change.Activate(), finding.id()).started() > 0
              || alone.after(new Change.Reconnect(), finding.id()).started() > 0
              || (alone.without(all).started() > 0 && !asksForTasks(finding));
      assertTrue(isTold || !helps, finding::toString);
    }
  }

  /** Nobody looks for tasks to stop so that an expression that counts them holds. */
  private static boolean asksForTasks(Finding finding) {
    return finding.reasons().stream()
        .anyMatch(reason ->
            reason instanceof Reason.Meets(var obstacle) && obstacle instanceof Obstacle.NoMember);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void groupsCountEachReasonOfEachHost(long seed) {
    Explanation explanation = explain(AnyCluster.of(seed));
    Map<Reason, Integer> counted = new HashMap<>();
    for (Finding finding : explanation.findings()) {
      finding.reasons().forEach(reason -> counted.merge(reason.alike(), 1, Integer::sum));
    }
    Map<Reason, Integer> told = new HashMap<>();
    explanation.groups().forEach(group -> told.put(group.reason(), group.hosts()));
    assertEquals(counted, told);
    assertTrue(
        explanation.groups().stream().mapToInt(ReasonGroup::alone).sum()
            <= explanation.findings().size());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void orderOfHostsAndTasksDoesNotMatter(long seed) {
    ClusterRows rows = AnyCluster.of(seed);
    var found = new Inquiry(rows.request()).explain(rows.store().snapshot(), PATIENCE);
    Scene shuffled = new Shuffled(found.scene(), new Random(seed));

    Explanation again = Explainer.explain(found.explanation().request(), shuffled, PATIENCE);

    assertEquals(found.explanation().groups(), again.groups());
    assertEquals(found.explanation().advice(), again.advice());
    assertEquals(
        found.explanation().findings().stream().map(Finding::reasons).toList(),
        again.findings().stream().map(Finding::reasons).toList());
  }

  private record Shuffled(Scene scene, Random random) implements Scene {
    @Override
    public List<HostSight> hosts() {
      return shuffled(scene.hosts());
    }

    @Override
    public List<Task> tasks(HostId host) {
      return shuffled(scene.tasks(host));
    }

    @Override
    public HostView without(HostId host, Set<TaskId> tasks) {
      return scene.without(host, tasks);
    }

    @Override
    public List<Target> heldTargets(HostId host) {
      return shuffled(scene.heldTargets(host));
    }

    private <T> List<T> shuffled(List<T> items) {
      List<T> other = new ArrayList<>(items);
      Collections.shuffle(other, random);
      return other;
    }
  }

  /** So that the properties above do not hold for want of anything to say. */
  @Test
  void manyKindsOfReasonsAndChangesCome() {
    Set<Class<?>> reasons = new HashSet<>();
    Set<Class<?>> changes = new HashSet<>();
    int pairs = 0;
    for (long seed = 1; seed <= 300; seed++) {
      Explanation explanation = explain(AnyCluster.of(seed));
      explanation
          .groups()
          .forEach(group ->
              reasons.add(
                  group.reason() instanceof Reason.Meets(var obstacle)
                      ? obstacle.getClass()
                      : group.reason().getClass()));
      for (Suggestion suggestion : explanation.advice().suggestions()) {
        pairs += suggestion.changes().size() - 1;
        suggestion.changes().forEach(change -> changes.add(change.getClass()));
      }
    }
    assertEquals(12, reasons.size(), reasons::toString);
    assertEquals(8, changes.size(), changes::toString);
    assertTrue(pairs > 50, "pairs: " + pairs);
  }

  @Test
  void searchThatMayNotLookGivesUpAndSaysSo() {
    ClusterRows rows = AnyCluster.of(4);
    Explanation explanation =
        new Inquiry(rows.request())
            .explain(rows.store().snapshot(), Patience.none(() -> 0))
            .explanation();

    assertFalse(explanation.hasRoomForAll());
    assertEquals(Advice.End.GAVE_UP, explanation.advice().end());
    assertEquals(List.of(), explanation.advice().suggestions());
  }
}
