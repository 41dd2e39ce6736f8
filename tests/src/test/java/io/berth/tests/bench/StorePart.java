package io.berth.tests.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * One part of the store benchmark in a JVM of its own, so that its heap and its compiled code are
 * its own; prints its figures to standard output, a line of tab-separated cells per row.
 */
enum StorePart {
  DURABLE_WRITES,
  PUBLICATION,
  MEMORY,
  FILL,
  START;

  static final String WITH_ETCD = "with-etcd";

  /** Arguments: the part, the name of the sizes, a directory, and perhaps that etcd takes part. */
  public static void main(String[] arguments) throws Exception {
    StoreSizes sizes = StoreSizes.named(arguments[1]);
    Path directory = Path.of(arguments[2]);
    boolean withEtcd = List.of(arguments).contains(WITH_ETCD);
    List<List<String>> rows =
        switch (valueOf(arguments[0])) {
          case DURABLE_WRITES -> new DurableWrites(sizes, directory, withEtcd).measure();
          case PUBLICATION -> new PublicationCost(sizes).measure();
          case MEMORY -> new TaskMemory(sizes).measure();
          case FILL -> new StartTime(sizes, directory).fill();
          case START -> new StartTime(sizes, directory).measure();
        };
    rows.forEach(row -> System.out.println(String.join("\t", row)));
  }
}
