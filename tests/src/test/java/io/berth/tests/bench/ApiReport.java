package io.berth.tests.bench;

import java.util.List;

/** The figures of the API benchmark, and the section of Markdown that tells them. */
record ApiReport(Setting setting, List<List<String>> closed, List<List<String>> paced)
    implements Report {

  /** What the figures depend on. */
  record Setting(
      ApiSizes sizes, String machine, String loadBefore, String loadAfter, String peer) {}

  @Override
  public String markdown() {
    return String.join("\n", head(), closedText(), pacedText());
  }

  private String head() {
    return """
    ## RunTask

    `./dev bench api` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of its rounds, with the least and the most of them.

    A scheduler as `berth scheduler` starts it, with a synced log, on one core of its own; on the
    other core one process with the callers and %d hosts. The hosts joined with tokens and speak the
    agents' contract over TLS; they have no engine: a task runs as soon as the host hears of it, and
    ends between two rounds. The calls are signed, each by itself, over HTTP/1.1 connections that stay
    open. A task has one container and one dynamic port. The scheduler has been under load for %d s
    before anything counts.
    """
        .formatted(
            setting.machine(),
            setting.loadBefore(),
            setting.loadAfter(),
            setting.sizes().hosts(),
            setting.sizes().first().toSeconds());
  }

  private String closedText() {
    List<String> header =
        List.of(
            "callers",
            "RunTask, calls/s",
            "p50 µs",
            "p99 µs",
            "cpu µs",
            "RunTask of 10, tasks/s",
            "p50 µs",
            "p99 µs",
            "cpu µs",
            "etcd, puts/s",
            "p50 µs",
            "p99 µs",
            "cpu µs",
            "calls per put",
            "tasks of 10 per put");
    return """
    ### Beside etcd

    Each caller waits for its answer, then calls again; an answer means that the task is on disk.
    %s has the same core and the same file system: puts of 150 bytes to 10,000 keys from one gRPC
    connection, as many in flight as callers. The three take turns in one run: %d rounds of %,d ms,
    in turned-around order each time. Budget: at least 1 call per put, at least 4 tasks per put where
    a call begins 10. Cpu is what the server used per request, what follows the answer included.

    %s\
    """
        .formatted(
            setting.peer(),
            setting.sizes().turns().rounds(),
            setting.sizes().turns().round().toMillis(),
            BenchTable.markdown(header, closed));
  }

  private String pacedText() {
    return """
    ### At a fixed pace

    Calls begin at fixed times, whether the ones before are answered or not, and each counts from the
    time at which it should have begun. Budget: p99 below 10,000 µs.

    %s\
    """
        .formatted(
            BenchTable.markdown(List.of("RunTask, calls/s", "p50 µs", "p99 µs", "most µs"), paced));
  }
}
