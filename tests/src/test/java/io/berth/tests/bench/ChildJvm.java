package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a part of the store benchmark in a JVM with its own flags, and reads what it prints. */
record ChildJvm(List<String> flags, Path directory) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  List<List<String>> run(StorePart part, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StorePart.class.getName(), part.name()));
    command.addAll(arguments);
    Path output = directory.resolve(part + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).inheritIO().redirectOutput(output.toFile());
    try (ChildProcess child = ChildProcess.start(builder)) {
      if (!child.endsWithin(LONGEST) || child.exitCode() != 0) {
        throw new IllegalStateException("the part " + part + " failed; see above");
      }
    }
    return Files.readAllLines(output).stream().map(line -> List.of(line.split("\t", -1))).toList();
  }
}
