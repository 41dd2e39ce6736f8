package io.berth.tests.e2e;

import io.berth.scheduler.store.rocks.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of what a killed writer left behind, for one test to damage. */
record CrashedState(Path directory, Promises promises) {
  private static final String LOGS = ".log";
  private static final String TABLES = ".sst";

  /**
   * Kills a writer after so many acknowledgements; the plan says how large its transactions are.
   */
  static CrashedState leftBy(WriterPlan plan, int acknowledgements) throws IOException {
    try (WriterProcess writer = WriterProcess.start(plan)) {
      writer.awaitAcknowledgements(acknowledgements);
      writer.kill();
      return new CrashedState(
          plan.directory(), Promises.none(plan.callers()).and(writer.acknowledged()));
    }
  }

  /** Small transactions, all of them in one log. */
  static CrashedState small(WorkFolder folder) throws IOException {
    return leftBy(WriterPlan.small(folder.resolve("small"), Durability.SYNCED), 1_000);
  }

  /** Large transactions: rows are in table files, archive entries in more than one log. */
  static CrashedState large(WorkFolder folder) throws IOException {
    return leftBy(WriterPlan.large(folder.resolve("large")), 6_000);
  }

  CrashedState copy(WorkFolder folder, String name) throws IOException {
    return new CrashedState(folder.copy(directory, name), promises);
  }

  /** RocksDB's write-ahead logs, oldest first. */
  List<Path> logs() throws IOException {
    return files(LOGS);
  }

  List<Path> tableFiles() throws IOException {
    return files(TABLES);
  }

  /** The file of RocksDB with this name, or whose name begins so. */
  Path file(String name) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("rocks"))) {
      return all.filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no file " + name + " in " + directory));
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("rocks"))) {
      return all.filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
