package io.berth.tests.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts `./dev` of some checkout in an environment that hides the run that this test is part of.
 */
record FrontDoor(Path checkout, Map<String, String> environment) {

  private static final long DEADLINE_SECONDS = 60;

  /** What a run of the script answered. */
  record Answer(int exitCode, String results, String progress) {}

  FrontDoor {
    environment = Map.copyOf(environment);
  }

  static Path root() {
    return Path.of(System.getProperty("berth.root"));
  }

  /** The script of this checkout: only for what leaves no trace in it. */
  static FrontDoor original() {
    return new FrontDoor(root(), plainEnvironment());
  }

  /**
   * A checkout that holds the scripts and the parent pom alone, with a Maven of the test's own
   * making.
   */
  static FrontDoor copy(Path checkout, String maven) throws IOException {
    copyTree("dev", checkout);
    copyTree("tools/dev", checkout);
    copyTree(".mvn", checkout);
    copyTree("pom.xml", checkout);
    writeProgram(checkout.resolve("mvnw"), maven);
    // Some Maven must be on the path: without one the script would ask for it or install it.
    writeProgram(checkout.resolve("bin/mvn"), "exit 1");
    var door = new FrontDoor(checkout, plainEnvironment());
    return door.with("PATH", checkout.resolve("bin") + ":" + System.getenv("PATH"));
  }

  FrontDoor with(String name, String value) {
    var changed = new HashMap<>(environment);
    changed.put(name, value);
    return new FrontDoor(checkout, changed);
  }

  FrontDoor without(String name) {
    var changed = new HashMap<>(environment);
    changed.remove(name);
    return new FrontDoor(checkout, changed);
  }

  Answer ask(String... arguments) throws IOException, InterruptedException {
    var results = Files.createTempFile("dev-results", ".txt");
    var progress = Files.createTempFile("dev-progress", ".txt");
    try {
      var builder = builder(arguments);
      var process =
          builder
              .redirectOutput(results.toFile())
              .redirectError(progress.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      int exitCode = await(process);
      return new Answer(exitCode, Files.readString(results), Files.readString(progress));
    } finally {
      Files.delete(results);
      Files.delete(progress);
    }
  }

  /** A run whose output the test reads while it goes on. */
  Process start(String... arguments) throws IOException {
    return builder(arguments).redirectErrorStream(true).start();
  }

  static int await(Process process) throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("not done after " + DEADLINE_SECONDS + " s: " + process.info());
    }
    return process.exitValue();
  }

  static Path writeProgram(Path file, String body) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + body + "\n", UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("dev").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private static Map<String, String> plainEnvironment() {
    var plain = new HashMap<>(System.getenv());
    plain.keySet().removeIf(name -> name.startsWith("BERTH_") || name.startsWith("MAVEN_"));
    plain.put("JAVA_HOME", System.getProperty("java.home"));
    return plain;
  }

  private static void copyTree(String name, Path checkout) throws IOException {
    try (var files = Files.walk(root().resolve(name))) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        var copy = checkout.resolve(root().relativize(file).toString());
        Files.createDirectories(copy.resolveSibling("."));
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
