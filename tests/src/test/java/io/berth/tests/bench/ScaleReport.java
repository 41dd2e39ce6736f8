package io.berth.tests.bench;

import java.util.List;

/** The figures of the benchmark of many agents, and the section of Markdown that tells them. */
record ScaleReport(
    ScaleSizes sizes, int agents, String machine, String loadBefore, List<List<String>> rows)
    implements Report {

  @Override
  public String markdown() {
    return """
    ## Many agents

    `./dev bench scale-agents` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run.

    %,d sessions over loopback, each its own connection with mutual TLS and an identity that joined by a token: as many of %,d as
    joined in %d s. The agents speak the contract, run nothing and are threads of one other JVM on the same cores, so half of
    all handshakes is theirs. %d tasks on each. They come back by the rule of real agents: 250 ms after a failure, then twice as long, half of it
    by chance. The time counts from when the scheduler answers users again; a user makes %d calls a second meanwhile, now RunTask
    and now ListTasks.

    %s\
    """
        .formatted(
            machine,
            loadBefore,
            agents,
            sizes.agents(),
            sizes.joining().toSeconds(),
            sizes.tasksPerAgent(),
            sizes.callsPerSecond(),
            BenchTable.markdown(
                List.of(
                    "what",
                    "time",
                    "cpu of the scheduler",
                    "full syncs",
                    "told to come later",
                    "p99 of calls"),
                rows));
  }
}
