package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this one at the latest, and is noted for the front door, which ends what
 * a killed run leaves behind.
 */
final class ChildProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  /** Of /proc/PID/stat, counted from the field after the command's name, which may hold spaces. */
  private static final int START_TIME = 22 - 3;

  private final Process process;
  private final Thread endWithThisProcess;

  private ChildProcess(Process process) {
    this.process = process;
    this.endWithThisProcess = new Thread(process::destroyForcibly, "end-child");
  }

  static ChildProcess start(ProcessBuilder command) throws IOException {
    ChildProcess child = new ChildProcess(command.start());
    Runtime.getRuntime().addShutdownHook(child.endWithThisProcess);
    child.note();
    return child;
  }

  /** Waits for its end; false when it goes on after that time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  long pid() {
    return process.pid();
  }

  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
  }

  @Override
  public void close() {
    process.destroy();
    boolean ended = false;
    try {
      ended = endsWithin(END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        process.destroyForcibly();
      }
    }
    Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
  }

  private void note() throws IOException {
    String run = System.getenv("BERTH_RUN_DIR");
    if (run == null) {
      return;
    }
    Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    Files.writeString(
        Path.of(run, "pids"),
        process.pid() + " " + fields[START_TIME] + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
