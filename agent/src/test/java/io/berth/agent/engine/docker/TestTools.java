package io.berth.agent.engine.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a test engine needs of the machine: programs, the run's folder and list, waiting. */
public final class TestTools {

  private static final Duration PROGRAM = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private TestTools() {}

  /** Fails with what to install when a program is missing. */
  public static void require(String program, String debianPackage) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    throw new IllegalStateException(
        "this test needs the program " + program + "; please install (Debian) " + debianPackage);
  }

  /** The folder of this run for files; short, since paths of sockets must be. */
  static Path runFolder() throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    String run = System.getenv("BERTH_RUN_ID");
    Path folder = temp.resolve("berth-" + (run == null ? ProcessHandle.current().pid() : run));
    return Files.createDirectories(folder);
  }

  /** Names this run in names of the kernel's, of at most ten characters. */
  public static String runName() {
    String run = System.getenv("BERTH_RUN_ID");
    return run == null ? "b" + Long.toHexString(ProcessHandle.current().pid()) : run;
  }

  /** Writes a process down for whoever cleans up after this run, should we not come to it. */
  public static void record(long pid) throws IOException {
    String folder = System.getenv("BERTH_RUN_DIR");
    if (folder == null) {
      return;
    }
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    // The name of the program, in brackets, may hold spaces; the start time is field 22.
    String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    Files.writeString(
        Path.of(folder, "pids"),
        pid + " " + started + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Whether each thread of a process has stopped. */
  public static boolean isStopped(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (!stat.startsWith("T", stat.lastIndexOf(')') + 2)) {
          return false;
        }
      }
      return true;
    } catch (IOException _) {
      // A thread ended while we looked, so they have not all stopped.
      return false;
    }
  }

  /** Runs a program to its end and returns what it said. */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(PROGRAM.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(List.of(command) + " failed: " + said);
      }
      return said;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupt);
    }
  }

  /** Looks until it is so; fails with the sentence after the deadline. */
  public static void await(Duration deadline, BooleanSupplier isSo, Supplier<String> sentence) {
    long end = System.nanoTime() + deadline.toNanos();
    var never = new CountDownLatch(1);
    try {
      while (!isSo.getAsBoolean()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(sentence.get());
        }
        boolean _ = never.await(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }

  /** Takes away what an engine has mounted below the folder, the last first. */
  static void unmountBelow(Path folder) throws IOException {
    List<String> points =
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .map(line -> line.split(" ", -1)[4])
            .filter(point -> Path.of(point).startsWith(folder))
            .toList();
    for (String point : points.reversed()) {
      run("umount", point);
    }
  }

  static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException _) {
      // Somebody else of this run still needs it.
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
