package io.berth.tests.e2e;

import io.berth.scheduler.store.rocks.Durability;
import java.nio.file.Path;
import java.util.List;

/** What a writer process is to do; never more than so many transactions of each caller. */
record WriterPlan(
    Path directory, Durability durability, int callers, int transactions, int paddingBytes) {

  /** Small transactions, more of them than any test waits for. */
  static WriterPlan small(Path directory, Durability durability) {
    return new WriterPlan(directory, durability, 8, 5_000, 16);
  }

  /** Large ones, which roll logs over and fill disks. */
  static WriterPlan large(Path directory) {
    return new WriterPlan(directory, Durability.SYNCED, 8, 5_000, 4_096);
  }

  WriterPlan withTransactions(int most) {
    return new WriterPlan(directory, durability, callers, most, paddingBytes);
  }

  static WriterPlan parse(String[] arguments) {
    return new WriterPlan(
        Path.of(arguments[0]),
        Durability.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  List<String> arguments() {
    return List.of(
        directory.toString(),
        durability.name(),
        String.valueOf(callers),
        String.valueOf(transactions),
        String.valueOf(paddingBytes));
  }
}
