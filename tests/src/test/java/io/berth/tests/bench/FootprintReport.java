package io.berth.tests.bench;

import java.util.List;

/** The figures of the footprint benchmark, and the section of Markdown that tells them. */
record FootprintReport(FootprintSizes sizes, String machine, List<List<String>> rows)
    implements Report {

  @Override
  public String markdown() {
    List<String> header =
        List.of(
            "process",
            "RSS, MiB",
            "anonymous, MiB",
            "PSS, MiB",
            "cpu, ms per minute",
            "start, ms",
            "budget for RSS, MiB");
    return """
    ## Memory, cpu at rest, and start

    `./dev bench footprint` repeats this and writes this section. Measured on %s

    Each process as the `berth` command starts it, the agent with the jars that it needs and no others.
    It rests for %d s after whatever came before, then its cpu is counted over %d s (of the agent with
    containers %d s after %d), and its memory is read at their end. The containers are real ones on
    an engine of this run; the scheduler's hosts speak the agents' contract and have no engine, but
    connections and heartbeats as any. RSS counts every page, also of libraries that other processes
    share; PSS divides those among them; anonymous pages are its own. The start is from the command
    until the scheduler says where its API answers.

    %s\
    """
        .formatted(
            machine,
            sizes.rest().dividedBy(4).toSeconds(),
            sizes.rest().toSeconds(),
            sizes.guestRest().toSeconds(),
            sizes.guestRest().dividedBy(4).toSeconds(),
            BenchTable.markdown(header, rows));
  }
}
