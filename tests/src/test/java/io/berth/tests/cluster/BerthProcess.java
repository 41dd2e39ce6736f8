package io.berth.tests.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of one of our processes: what it said, and every way to end or to hold it. */
public final class BerthProcess implements AutoCloseable {
  private static final int SHOWN_LINES = 80;

  private final Process process;
  private final Path log;
  private final long begin;

  private BerthProcess(Process process, Path log, long begin) {
    this.process = process;
    this.log = log;
    this.begin = begin;
  }

  /** Starts it; what it says is added to the log. */
  static BerthProcess start(Program program, Path log) throws IOException {
    long begin = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(program.command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // What the caller's shell points at is no business of a test.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(program.variables());
    var started = new BerthProcess(builder.start(), log, begin);
    TestTools.record(started.process.pid());
    return started;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that this run has said by now. */
  public String said() throws IOException {
    byte[] all = Files.readAllBytes(log);
    return new String(all, (int) begin, all.length - (int) begin, UTF_8);
  }

  /** Ends it as SIGKILL does, wherever it is. */
  public void kill() throws IOException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, as a service manager does. */
  public int terminate() throws IOException {
    process.destroy();
    return awaitEnd();
  }

  /** Waits for an end that is to come by itself; answers the exit code. */
  public int awaitEnd() throws IOException {
    try {
      if (!process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        String last = lastLines();
        process.destroyForcibly();
        throw new AssertionError("it does not end; its log ends with\n" + last);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", e);
    }
  }

  /** Waits for an end that may never come; answers the exit code. */
  int awaitDeath() throws InterruptedException {
    return process.waitFor();
  }

  /** Stops it where it is, with all that it has open; returns when each thread stands still. */
  public void freeze() throws IOException {
    String _ = TestTools.run("kill", "-STOP", String.valueOf(pid()));
    TestTools.await(
        Await.DEADLINE, () -> TestTools.isStopped(pid()), () -> "it goes on in spite of SIGSTOP");
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() throws IOException {
    String _ = TestTools.run("kill", "-CONT", String.valueOf(pid()));
  }

  String lastLines() {
    try {
      List<String> lines = said().lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }
}
