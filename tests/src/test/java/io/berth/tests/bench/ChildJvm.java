package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a part of a benchmark in a JVM with its own flags, and reads what it prints.
 *
 * @param prefix put before its command, such as what pins it to a core
 */
record ChildJvm(List<String> prefix, List<String> flags, Path directory) {
  private static final Duration LONGEST = Duration.ofMinutes(20);

  List<List<String>> run(Class<?> part, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(part.getName());
    command.addAll(arguments);
    Path output = directory.resolve(part.getSimpleName() + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).inheritIO().redirectOutput(output.toFile());
    try (ChildProcess child = ChildProcess.start(builder)) {
      if (!child.endsWithin(LONGEST) || child.exitCode() != 0) {
        throw new IllegalStateException(part.getSimpleName() + " failed; see above");
      }
    }
    return Files.readAllLines(output).stream().map(line -> List.of(line.split("\t", -1))).toList();
  }
}
