package io.berth.tests.bench;

import io.berth.tests.load.LoadReport;
import java.util.List;

/** The figures of the drain benchmark, and the section of Markdown that tells them. */
record DrainReport(
    DrainSizes sizes,
    String machine,
    String loadBefore,
    List<List<String>> rows,
    List<LoadReport> loads)
    implements Report {

  long answered() {
    return loads.stream().mapToLong(LoadReport::answeredOfAll).sum();
  }

  long failed() {
    return loads.stream().mapToLong(LoadReport::failed).sum();
  }

  @Override
  public String markdown() {
    return """
    ## Draining

    `./dev bench drain` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run. A figure with brackets is the median, with the
    least and the most.

    A service of %d tasks behind a balancer, with default settings (a deregistration delay of 300 s
    among them), a scheduler and two proxies as the `berth` command starts them. The host speaks the agents'
    contract and has no engine: behind each task stands the program of the tests' image, which it
    kills, without a chance to finish anything, the moment it is told to stop the task. So the time
    is that from the user's call to the end of the drain: the commit, the table to both proxies,
    their words that nothing is in flight, the wish to stop. The load: at each proxy %s, each
    asking as fast as it is answered; slow answers take 2 s, uploads have 256 KiB. Everything shares the
    machine's cores.

    %s
    Of %,d requests meanwhile %,d failed (no complete and right answer within 10 s).%s
    """
        .formatted(
            machine,
            loadBefore,
            sizes.tasks(),
            users(),
            BenchTable.markdown(List.of("what", "times", "ms"), rows),
            answered() + failed(),
            failed(),
            failed() == 0
                ? ""
                : " " + loads.stream().flatMap(one -> one.failures().stream()).toList());
  }

  private String users() {
    return sizes.users().entrySet().stream()
        .map(entry -> entry.getValue() + " of " + entry.getKey())
        .sorted()
        .reduce((one, next) -> one + ", " + next)
        .orElse("nobody");
  }
}
