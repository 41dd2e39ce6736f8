package io.berth.tests.bench;

import java.util.List;

/** The figures of the proxy benchmark, and the section of Markdown that tells them. */
record ProxyReport(
    Setting setting, List<List<String>> closed, List<List<String>> paced, List<List<String>> memory)
    implements Report {

  /** What the figures depend on. */
  record Setting(
      ProxySizes sizes,
      String machine,
      String loadBefore,
      String loadAfter,
      String peers,
      String wrk) {}

  @Override
  public String markdown() {
    return String.join("\n", head(), closedText(), pacedText(), memoryText());
  }

  private String head() {
    return """
    ## The proxy

    `./dev bench proxy` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of its rounds, with the least and the most of them.

    A proxy as `berth proxy` starts it, with one event loop, on a core of its own, fed by a scheduler
    where a user has set up balancer, rules and targets. Beside it, on the same core when it is their
    turn: %s, one thread or worker each. All of them keep connections on both sides, ask
    five rules by path and five by host of which the last one matches, add X-Forwarded-For, -Proto
    and -Port and a trace id, go round four targets, have timeouts, and write no access log. Ours and
    HAProxy check the targets every %d s; nginx has no such checks. nginx passes bodies of requests on
    as they come, as the others do. On the other core: the load, the scheduler, and the targets, which
    are the program of the tests' image. The row \u201cnone\u201d asks one of them directly: it tells what load
    and targets can do. All take turns in one run: %d rounds of %,d ms, in turned-around order each
    time. Ours has been under load for %d s before anything counts. No request failed.

    Cpu is what the processes of a proxy used per request, which is also the number of milliseconds
    per 1,000 requests. The last columns tell how many times the peer's figure ours is.
    """
        .formatted(
            setting.machine(),
            setting.loadBefore(),
            setting.loadAfter(),
            setting.peers(),
            FrontPlan.CHECK_INTERVAL.toSeconds(),
            setting.sizes().rounds(),
            setting.sizes().round().toMillis(),
            setting.sizes().first().toSeconds());
  }

  private String closedText() {
    return """
    ### As fast as they can

    wrk %s with one thread: on each connection the next request when the last one is answered, so a
    proxy that is faster is asked for more, and latencies are those of a proxy at its limit. Budget:
    at most 1.0 times the cpu of the better peer for small answers, 1.25 times elsewhere.

    %s\
    """
        .formatted(setting.wrk(), BenchTable.markdown(header("load"), closed));
  }

  private String pacedText() {
    return """
    ### At a fixed pace

    Small answers over %d connections, from a load of our own: requests begin at fixed times, whether
    the one before is answered or not, and each counts from the time at which it should have begun.
    Budget: at most 1.2 times the p99 of the better peer.

    %s\
    """
        .formatted(ProxySizes.PACED_CONNECTIONS, BenchTable.markdown(header("pace"), paced));
  }

  private String memoryText() {
    return """
    ### Memory

    After all of the above. Budget: at most 96 MiB of ours under load.

    %s\
    """
        .formatted(
            BenchTable.markdown(List.of("proxy", "RSS at the end, MiB", "most, MiB"), memory));
  }

  private static List<String> header(String first) {
    return List.of(
        first,
        "proxy",
        "requests/s",
        "p50 µs",
        "p99 µs",
        "cpu µs",
        "ours / its cpu",
        "ours / its p99");
  }
}
