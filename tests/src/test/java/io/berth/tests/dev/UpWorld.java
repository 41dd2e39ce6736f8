package io.berth.tests.dev;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkout in which {@code ./dev up} and {@code cluster} work as for its users, except that its
 * Maven only points at the classes of this run: these are built already. Nothing of it is left
 * after {@link #close}.
 */
final class UpWorld implements AutoCloseable {
  /** Writes what the build would, for classes that are there already. */
  private static final String PRETENDED_BUILD =
      """
      mkdir -p agent/target
      cp classpath deploy/target/main.classpath
      cp classpath agent/target/main.classpath
      """;

  private static final long DEADLINE_SECONDS = 180;
  private static final String NO_ENGINE = "/nonexistent/docker.sock";

  private final Path folder;
  private final FrontDoor door;
  private final int port;

  private UpWorld(Path folder, FrontDoor door, int port) {
    this.folder = folder;
    this.door = door;
    this.port = port;
  }

  /** On a machine where no engine answers, and with a port of its own. */
  static UpWorld make() throws IOException {
    Path run =
        Path.of(System.getProperty("java.io.tmpdir")).toRealPath().resolve("berth-" + runId());
    Files.createDirectories(run);
    // Short: sockets lie deep below it.
    Path folder = Files.createTempDirectory(run, "up");
    Path checkout = folder.resolve("c");
    FrontDoor copy = FrontDoor.copy(checkout, PRETENDED_BUILD);
    Files.writeString(checkout.resolve("classpath"), System.getProperty("java.class.path"));
    for (String needed :
        List.of(
            "README.md",
            "tests/images/echo",
            "deploy/src/main/launcher",
            "deploy/target/classes",
            "cli/target/classes")) {
      copyTree(FrontDoor.root().resolve(needed), checkout.resolve(needed));
    }
    int port = freePort();
    FrontDoor door =
        copy.with("PATH", checkout.resolve("bin") + ":/usr/bin:" + System.getenv("PATH"))
            .with("BERTH_USUAL_ENGINE", NO_ENGINE)
            .with("BERTH_UP_PORT", Integer.toString(port))
            .without("DOCKER_HOST");
    return new UpWorld(folder, door, port);
  }

  /** With an engine that somebody else runs. */
  UpWorld withEngine(String dockerHost) {
    return new UpWorld(folder, door.with("DOCKER_HOST", dockerHost), port);
  }

  /** With another folder for all that Berth keeps. */
  UpWorld keepingIn(String runs) {
    return new UpWorld(folder, door.with("BERTH_RUN_ROOT", runs), port);
  }

  int port() {
    return port;
  }

  /** Where all that Berth keeps here lies. */
  Path up() {
    return door.checkout().resolve(".run/up");
  }

  /** What lets client verbs start fast. */
  Path clientCache() {
    return door.checkout().resolve("target/client/client.aot");
  }

  FrontDoor.Answer dev(String... words) throws IOException, InterruptedException {
    return door.ask(words);
  }

  /** Runs a script with bash in the checkout, as its user would; answers what it printed. */
  String bash(String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    List<String> command = new ArrayList<>(List.of("bash", "-c", "set -euo pipefail\n" + script));
    var builder =
        new ProcessBuilder(command)
            .directory(door.checkout().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(door.environment());
    Process process = builder.start();
    TestTools.record(process.pid());
    if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("not done after a long time:\n" + Files.readString(output) + log());
    }
    String said = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new AssertionError("it ended with " + process.exitValue() + ":\n" + said + log());
    }
    return said;
  }

  /** What Berth itself said by now. */
  String log() throws IOException {
    Path log = up().resolve("log");
    return Files.exists(log) ? "\n==== log\n" + Files.readString(log) : "";
  }

  /** The process that RUNS/up/NAME tells of, if it lives. */
  Optional<ProcessHandle> process(String name) throws IOException {
    Path file = up().resolve(name);
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file).split(" ", 2)[0]))
            .filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    FrontDoor.Answer answer = end();
    if (answer.exitCode() != 0 || Files.exists(up())) {
      throw new AssertionError("down --all left something behind: " + answer.progress());
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  private FrontDoor.Answer end() throws IOException {
    try {
      return dev("down", "--all");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupt);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling("."));
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String runId() {
    return Optional.ofNullable(System.getenv("BERTH_RUN_ID"))
        .orElseGet(() -> "pid" + ProcessHandle.current().pid());
  }
}
