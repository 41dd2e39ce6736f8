package io.berth.tests.bench;

import java.util.List;

/** The figures of the launch benchmark, and the section of Markdown that tells them. */
record LaunchReport(Setting setting, List<List<String>> rows) implements Report {

  /** What the figures depend on. */
  record Setting(
      String machine,
      String loadBefore,
      String loadAfter,
      int rounds,
      int commandsAtOnce,
      int launchedBefore) {}

  @Override
  public String markdown() {
    return """
    ## Containers started

    `./dev bench launch` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of its rounds, with the least and the most of them.

    A scheduler and an agent as the `berth` command starts them, on an engine of this run. Berth:
    from RunTask calls of up to 10 tasks, all at once, until DescribeTasks shows every task as
    RUNNING. docker run: `docker run --detach` with the same image, memory limit and cpu shares and
    a port of the engine's choice, %d commands at a time, until the last one has ended. They take
    turns: %d rounds, now the one first, now the other, with no container left between two. Before
    the first round the cluster has launched and stopped %d containers: what is measured is one that
    has been at work for a while, and no JVM that has just begun. Budget: at most 1.1 times docker
    run.

    %s\
    """
        .formatted(
            setting.machine(),
            setting.loadBefore(),
            setting.loadAfter(),
            setting.commandsAtOnce(),
            setting.rounds(),
            setting.launchedBefore(),
            BenchTable.markdown(
                List.of("containers", "Berth, s", "docker run, s", "Berth / docker run"), rows));
  }
}
