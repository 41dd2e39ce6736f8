package io.berth.tests.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of the host that a test cannot do without; what is missing fails the test and says what
 * to do about it.
 */
enum HostCommand {
  MAKE_FILE_SYSTEM("mkfs.ext4", "e2fsprogs"),
  LOOP_DEVICE("losetup", "mount"),
  MOUNT("mount", "mount"),
  UNMOUNT("umount", "mount"),
  FILE_SYSTEM_IO("xfs_io", "xfsprogs");

  private final String program;
  private final String debianPackage;

  HostCommand(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** Runs it to its end and answers what it said; anything but success fails the test. */
  String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(find().toString()));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("berth-command-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!Deadline.hasEnded(process)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end: " + Files.readString(said, UTF_8));
      }
      String output = Files.readString(said, UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " failed: " + output);
      }
      return output;
    } finally {
      Files.delete(said);
    }
  }

  private Path find() {
    requireRoot();
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/sbin"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "the program "
                    + program
                    + " is missing; install it, on Debian: apt-get install "
                    + debianPackage));
  }

  private static void requireRoot() {
    try {
      if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        throw new AssertionError("this test makes a file system of its own; run it as root");
      }
    } catch (IOException e) {
      throw new AssertionError("cannot tell which user this is", e);
    }
  }
}
