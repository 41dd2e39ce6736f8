package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of its own. A process that does nothing else keeps it, and ends with the test's JVM,
 * however that ends. Mounts stay those of this machine: a copy of them would hold the disks of
 * other tests after these have let them go.
 */
final class Namespace implements AutoCloseable {
  /** Ends when nobody can write to it any more. */
  private static final String KEEP = "ip link set lo up && echo open && exec cat";

  private static final String OPEN = "open";
  private static final long END_SECONDS = 30;

  private final Process keeper;

  private Namespace(Process keeper) {
    this.keeper = keeper;
  }

  static Namespace open() throws IOException {
    TestTools.require("unshare", "util-linux");
    TestTools.require("nsenter", "util-linux");
    TestTools.require("ip", "iproute2");
    Process keeper =
        new ProcessBuilder("unshare", "--net", "sh", "-c", KEEP).redirectErrorStream(true).start();
    TestTools.record(keeper.pid());
    BufferedReader said = keeper.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (!OPEN.equals(line)) {
      keeper.destroyForcibly();
      throw new IOException("no namespace could be made: " + line);
    }
    return new Namespace(keeper);
  }

  /** What names it to the kernel. */
  String pid() {
    return String.valueOf(keeper.pid());
  }

  /** Words that bring a program into it. */
  List<String> entry() {
    return List.of("nsenter", "--target", pid(), "--net", "--");
  }

  /** Runs a program in it to its end and returns what it said. */
  String run(String... command) throws IOException {
    var words = new ArrayList<>(entry());
    words.addAll(List.of(command));
    return TestTools.run(words.toArray(String[]::new));
  }

  /** What else runs in it is to have ended before. */
  @Override
  public void close() throws IOException {
    keeper.destroyForcibly();
    try {
      if (!keeper.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the keeper of a namespace does not end");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupt);
    }
  }
}
