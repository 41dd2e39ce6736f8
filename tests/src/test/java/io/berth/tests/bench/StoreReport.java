package io.berth.tests.bench;

import java.util.List;

/** The figures of the store benchmark, and the section of Markdown that tells them. */
record StoreReport(
    Setting setting,
    List<List<String>> durableWrites,
    List<List<String>> publication,
    List<List<String>> memory,
    List<List<String>> start)
    implements Report {

  /** What the figures depend on. */
  record Setting(
      StoreSizes sizes, String machine, String loadBefore, String loadAfter, String peer) {}

  @Override
  public String markdown() {
    return String.join(
        "\n", head(), durableWritesText(), publicationText(), memoryText(), startText());
  }

  private String head() {
    return """
    ## The store

    `./dev bench store` repeats this and writes this section. Measured on %s
    Load average of the last minute: %s before the run, %s after it. A figure with brackets is the
    median of its rounds, with the least and the most of them.
    """
        .formatted(setting.machine(), setting.loadBefore(), setting.loadAfter());
  }

  private String durableWritesText() {
    List<String> header =
        List.of(
            "callers", "Berth, writes/s", "p50 µs", "p99 µs", "etcd, puts/s", "p50 µs", "p99 µs");
    return """
    ### Durable small writes

    Each caller waits until its write is on disk, then makes the next. Berth: virtual threads call
    the store within their own process; a transaction reads one of 10,000 tasks and updates it
    (about 150 bytes, synced log). %s: puts of 150 bytes to 10,000 keys over loopback, as many
    requests in flight as callers, all from one load client of ours (gRPC, one connection, one event
    loop), data on the same file system. They take turns in one run: %d rounds of %,d ms, now the
    one first, now the other. No ratio is claimed: the one is a call within a process, the other a
    server behind a network protocol. Callers and server share the cores in both.

    %s\
    """
        .formatted(
            setting.peer(),
            setting.sizes().rounds(),
            setting.sizes().round().toMillis(),
            BenchTable.markdown(header, durableWrites));
  }

  private String publicationText() {
    List<String> header =
        List.of("tasks in the table", "change", "rows per batch", "µs per row", "bytes per row");
    return """
    ### Publication

    What a changed task costs the writer beside the disk: the table, its three indexes, and a
    published snapshot per batch. The journal does nothing here, and the rows are made before the
    clock starts. Random ids, %d rounds of %,d rows; bytes are what the thread allocates. Budget: at
    most 50 µs per changed row at 1,000,000 tasks.

    %s\
    """
        .formatted(
            setting.sizes().rounds(),
            setting.sizes().rowsPerRound(),
            BenchTable.markdown(header, publication));
  }

  private String memoryText() {
    return """
    ### Memory

    Heap after full collections with %,d running tasks over 1,000 hosts and 10 definitions, with
    three indexes and without tags, less the empty store. The order in which tasks come decides how
    full the nodes of the trees are: ids are random when tasks begin, sorted when a start reads them.

    %s\
    """
        .formatted(
            setting.sizes().tasks(),
            BenchTable.markdown(List.of("tasks", "bytes per task"), memory));
  }

  private String startText() {
    return """
    ### Start

    From the files of a state with %,d tasks to the published tables, each time in a new JVM and
    without the JVM's own start. Budget: at most 15 s with 1,000,000 tasks.

    %s\
    """
        .formatted(
            setting.sizes().tasks(),
            BenchTable.markdown(List.of("page cache", "starts", "seconds"), start));
  }
}
