package io.berth.tests.bench;

import java.util.List;

/** The figures of the foresight benchmark, and the section of Markdown that tells them. */
record ForesightReport(String machine, String loadBefore, String loadAfter, List<List<String>> rows)
    implements Report {

  @Override
  public String markdown() {
    List<String> header =
        List.of(
            "cluster",
            "tasks of",
            "plan of RunTask, ms",
            "loss of one host, ms",
            "losses checked",
            "in seconds",
            "not absorbed");
    return """
    ## What would happen

    `./dev bench foresight` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of 7 rounds, with the least and the most, the first of them with code that is not
    compiled yet.

    Clusters are filled as for placement, and then nothing happens to them. Each question begins
    from a snapshot: it makes a scratch and fills a board from all rows, and that is most of what a
    plan takes. `berth n1` is given 20 seconds, the most that a user may give it; it does that
    once, and then loses one host after the other.

    %s\
    """
        .formatted(machine, loadBefore, loadAfter, BenchTable.markdown(header, rows));
  }
}
