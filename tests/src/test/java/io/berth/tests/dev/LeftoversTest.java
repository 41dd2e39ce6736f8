package io.berth.tests.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave behind is taken away when its owner is dead, and left alone while it lives. */
class LeftoversTest {

  @TempDir Path folder;
  private Path runs = Path.of("");
  private FrontDoor door = FrontDoor.original();

  @BeforeEach
  void copyTheFrontDoor() throws IOException {
    runs = Files.createDirectories(folder.resolve("runs"));
    door =
        FrontDoor.copy(folder.resolve("checkout"), "ls \"$BERTH_RUN_ROOT\" >&2")
            .with("BERTH_RUN_ROOT", runs.toString())
            .with("TMPDIR", Files.createDirectories(folder.resolve("temp")).toString());
  }

  @Test
  void foldersOfADeadOwnerAreRemoved() throws Exception {
    var dead = pretend("b0000000a", deadProcess());
    var outside = Files.createDirectories(folder.resolve("temp/berth-b0000000a/state"));
    Files.writeString(outside.resolve("journal"), "left");

    var answer = door.ask("check");

    assertFalse(Files.exists(dead), answer.progress());
    assertFalse(Files.exists(outside.getParent()), answer.progress());
    assertTrue(answer.progress().contains("b0000000a"), answer.progress());
  }

  @Test
  void foldersOfALivingOwnerStay() throws Exception {
    var living = pretend("b0000000b", identity(ProcessHandle.current().pid()));

    door.ask("check");

    assertTrue(Files.exists(living.resolve("owner")));
  }

  @Test
  void anOwnerWhosePidNowBelongsToAnotherProcessIsDead() throws Exception {
    var dead = pretend("b0000000c", ProcessHandle.current().pid() + " 1");

    door.ask("check");

    assertFalse(Files.exists(dead));
  }

  @Test
  void whatIsNoRunStays() throws Exception {
    var foreign = Files.createDirectories(runs.resolve("borrowed!"));

    door.ask("check");

    assertTrue(Files.exists(foreign));
  }

  @Test
  void aTempFolderOfAnotherNameIsNeverRemoved() throws Exception {
    var dead = pretend("b0000000d", deadProcess());
    var precious = Files.createDirectories(folder.resolve("precious"));
    Files.writeString(dead.resolve("temp"), precious + "\n");

    door.ask("check");

    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(precious));
  }

  @Test
  void onlyRecordedProcessesOfADeadOwnerAreEnded() throws Exception {
    var recorded = new ProcessBuilder("sleep", "600").start();
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      var dead = pretend("b0000000e", deadProcess());
      Files.write(
          dead.resolve("pids"),
          List.of(identity(recorded.pid()), stranger.pid() + " 1", "nonsense"));

      door.ask("check");

      FrontDoor.await(recorded);
      assertTrue(stranger.isAlive());
    } finally {
      recorded.destroy();
      stranger.destroy();
    }
  }

  @Test
  void aRunTakesItsOwnFolderAway() throws Exception {
    var answer = door.ask("check");

    assertTrue(answer.progress().lines().anyMatch(line -> line.matches("b[0-9a-f]{8}")));
    assertEquals(List.of(), list(runs));
  }

  @Test
  @Timeout(60)
  void aTerminatedRunEndsItsChildrenAndTakesItsFolderAway() throws Exception {
    FrontDoor.writeProgram(folder.resolve("checkout/mvnw"), "echo started $$\nexec sleep 600");
    var run = door.start("check");
    long child = awaitChild(run.inputReader(UTF_8));

    run.destroy();

    assertEquals(143, FrontDoor.await(run));
    awaitEnd(child);
    assertEquals(List.of(), list(runs));
  }

  /** A process that was killed is seen for a moment more, until whoever inherited it takes note. */
  private static void awaitEnd(long process) throws Exception {
    Optional<ProcessHandle> seen = ProcessHandle.of(process);
    if (seen.isPresent()) {
      ProcessHandle _ = seen.get().onExit().get(60, SECONDS);
    }
  }

  private static long awaitChild(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("started ")) {
        return Long.parseLong(line.substring("started ".length()));
      }
    }
    throw new AssertionError("the run ended before it started Maven");
  }

  private Path pretend(String id, String owner) throws IOException {
    var run = Files.createDirectories(runs.resolve(id));
    Files.writeString(run.resolve("owner"), owner + "\n");
    return run;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  static String deadProcess() throws IOException, InterruptedException {
    var process = new ProcessBuilder("true").start();
    FrontDoor.await(process);
    return process.pid() + " 1";
  }

  /** Pid and start time, as the kernel tells them. */
  static String identity(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return pid + " " + afterName[19];
  }
}
