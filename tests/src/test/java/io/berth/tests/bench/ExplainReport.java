package io.berth.tests.bench;

import java.util.List;

/**
 * The figures of the explanation benchmark, and the section of Markdown that tells them.
 *
 * @param loads before the run and after it
 */
record ExplainReport(String machine, String cluster, List<String> loads, List<List<String>> rows)
    implements Report {

  @Override
  public String markdown() {
    List<String> header =
        List.of("asked for", "every host, ms", "with suggestions, ms", "suggestions", "gave up");
    return """
    ## Explanations

    `./dev bench explain` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. Medians with the least and the
    most of nine rounds, on a snapshot of a cluster of %s, one thread.

    The first figure is every reason of every host; the second has the search for the smallest
    changes besides. Budget: 200 ms for the search, after which it gives up and says so.

    %s\
    """
        .formatted(
            machine, loads.getFirst(), loads.getLast(), cluster, BenchTable.markdown(header, rows));
  }
}
