package io.berth.tests.front;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The berth command as people start it: the script, a JVM of its own, and what it says. */
final class BerthProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;
  private static final long LOOK_MS = 20;

  private final Process process;
  private final Path output;

  private BerthProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** With the classes of this test run; what is in the environment wins. */
  static BerthProcess start(Path output, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("BERTH_"));
    builder.environment().remove("DOCKER_HOST");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("BERTH_CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    return new BerthProcess(builder.redirectOutput(output.toFile()).start(), output);
  }

  static Path launcher() {
    return Path.of(System.getProperty("berth.root"), "deploy/src/main/launcher/berth");
  }

  /** Waits until it has said this. */
  void awaitWords(String words) throws IOException, InterruptedException {
    long end = System.nanoTime() + SECONDS.toNanos(DEADLINE_SECONDS);
    while (!said().contains(words)) {
      if (System.nanoTime() > end || process.waitFor(LOOK_MS, MILLISECONDS)) {
        throw new AssertionError("it never said '" + words + "', but:\n" + said());
      }
    }
  }

  /** As a service manager ends it; answers its exit code. */
  int terminate() throws IOException, InterruptedException {
    process.destroy();
    return exitCode();
  }

  int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
      throw new AssertionError("it does not end; it said:\n" + said());
    }
    return process.exitValue();
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
