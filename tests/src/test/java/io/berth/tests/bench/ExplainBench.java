package io.berth.tests.bench;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.explain.Advice;
import io.berth.scheduler.explain.Explanation;
import io.berth.scheduler.explain.Patience;
import io.berth.scheduler.inquiry.Inquiry;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures how long explanations take on a cluster that is full of tasks. */
final class ExplainBench {
  private static final String GROUP = "family:web-0";
  private static final Constraint NOWHERE = new Constraint.MemberOf("attribute:disk == ssd");

  private ExplainBench() {}

  static ExplainReport measure(List<String> words) throws Exception {
    boolean isQuick = BenchOptions.plain(words).quick();
    int hosts = isQuick ? 20 : 10_000;
    int tasks = isQuick ? 200 : 200_000;
    int rounds = isQuick ? 2 : 9;
    String loadBefore = Machine.load();
    try (WorkDirectory work = WorkDirectory.create("explain")) {
      PlacementStore store = PlacementStore.inMemory();
      new PlacementWork(
              store, new PlacementShape(hosts, tasks, tasks / 10, 10, false, PlacementShape.USUAL))
          .fill();
      Snapshot state = store.store().snapshot();
      long memory = PlacementCluster.SIZE.memoryMib();
      List<List<String>> rows =
          List.of(
              row("more memory than is free", state, rounds, asking(memory, List.of())),
              row("an attribute that no host has", state, rounds, asking(512, List.of(NOWHERE))),
              row(
                  "both, and distinctInstance",
                  state,
                  rounds,
                  asking(memory, List.of(NOWHERE, new Constraint.DistinctHosts()))),
              row("room everywhere", state, rounds, asking(512, List.of())));
      return new ExplainReport(
          new Machine(work.path()).sentence(),
          "%,d hosts and %,d tasks".formatted(hosts, tasks),
          List.of(loadBefore, Machine.load()),
          rows);
    }
  }

  private static RunTask asking(long memoryMib, List<Constraint> constraints) {
    Plan plan =
        Plan.of(
            new DefinitionId("web-0", 1),
            "",
            new TaskShape(new Resources(100, memoryMib, 1, 0)),
            new Plan.Program(Bytes.of(new byte[] {1}), Set.of()));
    return new RunTask(
        PlacementCluster.NAME,
        plan,
        new RunTask.Where.Placed(1, List.of(), constraints),
        GROUP,
        "",
        Map.of(),
        Optional.empty());
  }

  private static List<String> row(String name, Snapshot state, int rounds, RunTask request) {
    List<Double> whole = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      without.add(millis(() -> explain(state, request, Patience.none(System::nanoTime))));
      whole.add(millis(() -> explain(state, request, Patience.usual(System::nanoTime))));
    }
    Advice advice = explain(state, request, Patience.usual(System::nanoTime)).advice();
    return List.of(
        name,
        Spread.of(without.stream().mapToDouble(one -> one)).text(),
        Spread.of(whole.stream().mapToDouble(one -> one)).text(),
        "%,d".formatted(advice.suggestions().size() + advice.leftOut()),
        advice.end() == Advice.End.GAVE_UP ? "yes" : "no");
  }

  private static Explanation explain(Snapshot state, RunTask request, Patience patience) {
    return new Inquiry(request).explain(state, patience).explanation();
  }

  private static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }
}
