package io.berth.tests.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A running {@link WriterMain} with its output; closing it ends it. */
final class WriterProcess implements AutoCloseable {
  /** Where the start time stands in the kernel's line about a process, after the name. */
  private static final int START_TIME_AFTER_NAME = 19;

  private final Process process;
  private final Transcript transcript = new Transcript();
  private final Thread outputReader;
  private final Thread errorReader;

  private WriterProcess(Process process) {
    this.process = process;
    this.outputReader = reader(process.getInputStream(), transcript::said);
    this.errorReader = reader(process.getErrorStream(), transcript::complained);
  }

  static WriterProcess start(WriterPlan plan) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterMain.class.getName()));
    command.addAll(plan.arguments());
    Process process = new ProcessBuilder(command).start();
    WriterProcess writer = new WriterProcess(process);
    writer.outputReader.start();
    writer.errorReader.start();
    boolean registered = false;
    try {
      writer.register();
      registered = true;
      return writer;
    } finally {
      if (!registered) {
        writer.close();
      }
    }
  }

  /** Waits until so many transactions are acknowledged. */
  void awaitAcknowledgements(int count) throws IOException {
    if (!transcript.awaitAcknowledgements(count)) {
      throw failure("waited for " + count + " acknowledgements");
    }
  }

  /** Waits until it did all it was to do; it still has the state open then. */
  void awaitDone() throws IOException {
    if (!transcript.awaitDone()) {
      throw failure("waited for the writer to be done");
    }
  }

  /** Lets a writer that is done close its state, and waits until it has ended. */
  int finish() throws IOException {
    process.getOutputStream().close();
    return awaitEnd();
  }

  /** Waits for its end and for all it said, and answers its exit code. */
  int awaitEnd() throws IOException {
    if (!Deadline.hasEnded(process)
        || !Deadline.hasEnded(outputReader)
        || !Deadline.hasEnded(errorReader)) {
      throw failure("waited for the writer to end");
    }
    return process.exitValue();
  }

  /** Ends it as SIGKILL does, wherever it is. */
  void kill() throws IOException {
    // By its handle: the process itself would close its streams, and with them lose what was said.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  Map<Caller, Integer> acknowledged() {
    return transcript.acknowledged();
  }

  /** What it said on standard error. */
  List<String> complaints() {
    return transcript.complaints();
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  @Override
  public String toString() {
    String state = process.isAlive() ? "is alive" : "ended with " + process.exitValue();
    return "the writer " + process.pid() + " " + state + ", " + transcript;
  }

  /** With all that there is to say about the process: its output, and where its threads are. */
  private AssertionError failure(String what) throws IOException {
    return new AssertionError(what + "; " + this + "\nthreads:\n" + threads());
  }

  private String threads() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), UTF_8);
  }

  /** Whoever supervises the run ends by these lines what a killed test leaves behind. */
  private void register() throws IOException {
    String folder = System.getenv("BERTH_RUN_DIR");
    if (folder != null) {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      Files.writeString(
          Path.of(folder, "pids"),
          process.pid() + " " + afterName[START_TIME_AFTER_NAME] + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private Thread reader(InputStream stream, Consumer<String> to) {
    return Thread.ofVirtual()
        .unstarted(() -> {
          try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            lines.lines().forEach(to);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            transcript.ended();
          }
        });
  }
}
