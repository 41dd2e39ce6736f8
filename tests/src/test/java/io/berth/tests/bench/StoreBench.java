package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures the store against its budgets, each part in a JVM of its own. */
final class StoreBench {
  private static final String SMALLER_OBJECTS = "-XX:+UseCompactObjectHeaders";

  private final BenchOptions options;
  private final StoreSizes sizes;
  private final WorkDirectory work;

  private StoreBench(BenchOptions options, WorkDirectory work) {
    this.options = options;
    this.sizes = StoreSizes.named(options.sizes());
    this.work = work;
  }

  static StoreReport measure(List<String> words) throws Exception {
    BenchOptions options = BenchOptions.besideEtcd(words);
    try (WorkDirectory work = WorkDirectory.create("store")) {
      return new StoreBench(options, work).measure();
    }
  }

  private StoreReport measure() throws IOException, InterruptedException {
    String loadBefore = Machine.load();
    String peer = options.peer();
    List<List<String>> durableWrites = part(StorePart.DURABLE_WRITES, "writes");
    List<List<String>> publication = part(StorePart.PUBLICATION, "publication");
    List<List<String>> memory = new ArrayList<>();
    memory.add(memory("begun one after the other", List.of()));
    memory.add(memory("the same, with " + SMALLER_OBJECTS, List.of(SMALLER_OBJECTS)));
    List<List<String>> start = starts(memory);
    String machine = new Machine(work.path()).sentence();
    return new StoreReport(
        new StoreReport.Setting(sizes, machine, loadBefore, Machine.load(), peer),
        durableWrites,
        publication,
        memory,
        start);
  }

  private List<String> memory(String what, List<String> flags)
      throws IOException, InterruptedException {
    return List.of(what, Spread.rounded(number(part(StorePart.MEMORY, "memory", flags), 0)));
  }

  /** Adds what a start shows about memory. */
  private List<List<String>> starts(List<List<String>> memory)
      throws IOException, InterruptedException {
    part(StorePart.FILL, "state");
    List<Double> warm = new ArrayList<>();
    double bytes = 0;
    for (int start = 0; start < sizes.starts(); start++) {
      List<List<String>> figures = part(StorePart.START, "state");
      warm.add(number(figures, 0));
      bytes = number(figures, 1);
    }
    memory.add(List.of("read at a start", Spread.rounded(bytes)));
    List<List<String>> rows = new ArrayList<>();
    rows.add(startRow("warm", warm));
    dropPages(work.file("state"));
    rows.add(startRow("without these files", List.of(number(part(StorePart.START, "state"), 0))));
    return rows;
  }

  private static List<String> startRow(String cache, List<Double> seconds) {
    String text =
        seconds.size() == 1
            ? Spread.rounded(seconds.getFirst())
            : Spread.of(seconds.stream().mapToDouble(one -> one)).text();
    return List.of(cache, String.valueOf(seconds.size()), text);
  }

  /** Asks the kernel to forget what it holds of these files; reading no block of them does it. */
  private static void dropPages(Path tree) throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(tree)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
          .inheritIO()
          .start()
          .waitFor();
    }
  }

  private List<List<String>> part(StorePart part, String directory)
      throws IOException, InterruptedException {
    return part(part, directory, List.of());
  }

  private List<List<String>> part(StorePart part, String directory, List<String> moreFlags)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(List.of(sizes.heap()));
    flags.addAll(moreFlags);
    List<String> words =
        new ArrayList<>(List.of(part.name(), options.sizes(), work.file(directory).toString()));
    if (options.withPeers()) {
      words.add(StorePart.WITH_ETCD);
    }
    long begin = System.nanoTime();
    List<List<String>> rows =
        new ChildJvm(List.of(), flags, work.path()).run(StorePart.class, words);
    System.err.printf("%s took %.1f s%n", part, (System.nanoTime() - begin) / 1e9);
    return rows;
  }

  private static double number(List<List<String>> figures, int column) {
    return Double.parseDouble(figures.getFirst().get(column));
  }
}
