package io.berth.tests.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory for one run in the module's build folder, removed at the end. */
record WorkDirectory(Path path) implements AutoCloseable {

  static WorkDirectory create(String benchmark) throws IOException {
    String run =
        Optional.ofNullable(System.getenv("BERTH_RUN_ID"))
            .orElseGet(() -> String.valueOf(ProcessHandle.current().pid()));
    return new WorkDirectory(
        Files.createDirectories(buildFolder().resolve("bench").resolve(benchmark + "-" + run)));
  }

  /** The root of the checkout. */
  static Path checkout() {
    return buildFolder().resolveSibling("..").normalize();
  }

  Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  static void delete(Path tree) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }

  private static Path buildFolder() {
    try {
      Path classes =
          Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolveSibling("").toAbsolutePath().normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
