package io.berth.tests.bench;

import java.util.List;

/** The figures of the placement benchmark, and the section of Markdown that tells them. */
record PlacementReport(
    String machine, String loadBefore, String loadAfter, int rounds, List<List<String>> rows)
    implements Report {

  @Override
  public String markdown() {
    List<String> header =
        List.of(
            "cluster",
            "tasks of",
            "tasks/s",
            "cpu µs per task",
            "p99 of one more, ms",
            "p99 of 100 described, ms",
            "heap, MiB",
            "quality");
    return """
    ## Placement

    `./dev bench placement` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of %d rounds, with the least and the most; the clusters of a million tasks are filled once.

    The loop of services places the tasks of many services in its bounded turns, with all their
    events, and each task is moved to RUNNING by a report of its host; every change is committed to
    a journal in memory, published and told to watchers. One thread does all of it. “On disk” means
    that each change is synced before it is known, and that 64 hosts report at a time; cpu is then that
    of the whole process, collections and compactions included. The heap is fixed at 4 GB. Hosts stand in
    three zones and twenty racks; services spread over zones and then hosts, and those of a million
    tasks over zones and then pack memory. Definitions differ in size; constrained ones exclude a rack.
    Tasks/s counts from the first turn to the last report. “One more” is RunTask of one task with
    another definition each time, on the full cluster, within the process; “described” is DescribeTasks
    of 100 tasks, up to the bytes of the answer. Heap is what the filled cluster takes after full
    collections.

    swarmkit's scheduler, which places and commits in memory too and runs no events and no reports,
    needs 13.5 s for 1,000 nodes and 100,000 tasks on this kind of machine, 7,400/s. Budget: at
    least 150,000/s in its shapes, 100,000/s and 2.5 GB for a million, and 10 ms for one more.

    %s\
    """
        .formatted(machine, loadBefore, loadAfter, rounds, BenchTable.markdown(header, rows));
  }
}
