package io.berth.tests.e2e;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of one test inside the folder of the run, whose name carries the run's id, so that what
 * a killed run leaves behind can be told from anything else.
 */
public record WorkFolder(Path run, Path path) implements AutoCloseable {

  public static WorkFolder make(String purpose) throws IOException {
    Path run =
        Path.of(System.getProperty("java.io.tmpdir")).toRealPath().resolve("berth-" + runId());
    Files.createDirectories(run);
    return new WorkFolder(run, Files.createTempDirectory(run, purpose + "-"));
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Copies a folder of plain files and folders to a new name in here. */
  Path copy(Path from, String name) throws IOException {
    Path to = path.resolve(name);
    for (Path one : walk(from)) {
      Files.copy(one, to.resolve(from.relativize(one).toString()));
    }
    return to;
  }

  @Override
  public void close() throws IOException {
    for (Path one : walk(path).reversed()) {
      Files.delete(one);
    }
    try {
      Files.delete(run);
    } catch (DirectoryNotEmptyException | NoSuchFileException _) {
      // Another test of this run is at work beside us, or was faster.
    }
  }

  /** Everything in the folder and itself, parents first. */
  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private static String runId() {
    return Optional.ofNullable(System.getenv("BERTH_RUN_ID"))
        .orElseGet(() -> "pid" + ProcessHandle.current().pid());
  }
}
