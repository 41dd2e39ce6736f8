package io.berth.tests.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mounts, loop devices, bridges and switches of a dead run are given back to the kernel; needs
 * root.
 */
@Tag("e2e")
class KernelLeftoversTest {

  /**
   * Goal: after a crash no disk of a test stays behind. Method: a dead run has a file system in a
   * file, mounted with another mount inside it, and a second file that is only attached; then
   * somebody starts the next run.
   */
  @Test
  void mountsAndLoopDevicesOfADeadOwnerAreReleased(@TempDir Path folder) throws Exception {
    var door = FrontDoor.copy(folder.resolve("checkout"), "exit 0");
    var run = Files.createDirectories(folder.resolve("checkout/.run/b0000000f"));
    Files.writeString(run.resolve("owner"), LeftoversTest.deadProcess() + "\n");
    try {
      mountDisks(run);
      attachDisk(run);
      assertEquals(2, mounts(run));
      assertEquals(2, loopDevices(run).size());

      var answer = door.ask("check");

      assertEquals(0, mounts(run), answer.progress());
      assertEquals(List.of(), loopDevices(run), answer.progress());
      assertFalse(Files.exists(run), answer.progress());
    } finally {
      release(run);
    }
  }

  /**
   * Goal: after a crash no bridge of a test's engine stays behind, and no other one is touched.
   * Method: a bridge whose name holds a dead run's id and one whose name does not; then somebody
   * starts the next run.
   */
  @Test
  void bridgesOfADeadOwnersEnginesAreDeleted(@TempDir Path folder) throws Exception {
    var door = FrontDoor.copy(folder.resolve("checkout"), "exit 0");
    var run = Files.createDirectories(folder.resolve("checkout/.run/b0000000e"));
    Files.writeString(run.resolve("owner"), LeftoversTest.deadProcess() + "\n");
    system("ip", "link", "add", "beb0000000e1", "type", "bridge");
    system("ip", "link", "add", "beother1", "type", "bridge");
    try {
      var answer = door.ask("check");

      assertFalse(Files.exists(Path.of("/sys/class/net/beb0000000e1")), answer.progress());
      assertTrue(Files.exists(Path.of("/sys/class/net/beother1")), answer.progress());
    } finally {
      system("sh", "-c", "ip link delete beb0000000e1 2>/dev/null; ip link delete beother1");
    }
  }

  /**
   * Goal: after a crash no switch of several hosts stays behind, and no other link is touched.
   * Method: a process of a dead run keeps a network with one end of a cable, whose other end, with
   * the run's id in its name, is here; beside it another pair; then somebody starts the next run.
   */
  @Test
  void switchesOfADeadOwnerGoWithTheProcessesThatKeepThem(@TempDir Path folder) throws Exception {
    var door = FrontDoor.copy(folder.resolve("checkout"), "exit 0");
    var run = Files.createDirectories(folder.resolve("checkout/.run/b0000000d"));
    Files.writeString(run.resolve("owner"), LeftoversTest.deadProcess() + "\n");
    var keeper = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo open; exec cat").start();
    try {
      assertEquals("open", keeper.inputReader(UTF_8).readLine());
      Files.writeString(run.resolve("pids"), LeftoversTest.identity(keeper.pid()) + "\n");
      String pid = String.valueOf(keeper.pid());
      system("ip", "link", "add", "blother1", "type", "veth", "peer", "name", "blother2");
      system(
          "ip", "link", "add", "blb0000000d1", "type", "veth", "peer", "name", "p", "netns", pid);

      var answer = door.ask("check");

      assertFalse(Files.exists(Path.of("/sys/class/net/blb0000000d1")), answer.progress());
      assertTrue(Files.exists(Path.of("/sys/class/net/blother1")), answer.progress());
      FrontDoor.await(keeper);
    } finally {
      keeper.destroyForcibly();
      system("sh", "-c", "ip link delete blb0000000d1 2>/dev/null; ip link delete blother1");
    }
  }

  private static void mountDisks(Path run) throws Exception {
    var image = run.resolve("disk image");
    var point = Files.createDirectories(run.resolve("state of a store"));
    system("truncate", "--size=16M", image.toString());
    system("mkfs.ext4", "-q", image.toString());
    system("mount", "-o", "loop", image.toString(), point.toString());
    var inner = Files.createDirectory(point.resolve("inner"));
    system("mount", "-t", "tmpfs", "tmpfs", inner.toString());
  }

  private static void attachDisk(Path run) throws Exception {
    var image = run.resolve("spare");
    system("truncate", "--size=1M", image.toString());
    system("losetup", "--find", image.toString());
  }

  private static long mounts(Path run) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> line.contains(" " + run + "/")).count();
    }
  }

  private static List<String> loopDevices(Path run) throws IOException {
    List<String> attached = new ArrayList<>();
    try (var devices = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
      for (var device : devices) {
        var file = device.resolve("loop/backing_file");
        if (Files.exists(file) && Files.readString(file).startsWith(run + "/")) {
          attached.add("/dev/" + device.getFileName());
        }
      }
    }
    return attached;
  }

  /** For the case that the script under test did not do it. */
  private static void release(Path run) throws Exception {
    if (mounts(run) > 0) {
      system("umount", "--recursive", "--lazy", run.resolve("state of a store").toString());
    }
    for (var device : loopDevices(run)) {
      system("losetup", "--detach", device);
    }
  }

  private static void system(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    int exitCode = FrontDoor.await(process);
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, exitCode, () -> String.join(" ", command) + ": " + said);
  }
}
