package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which core servers run on and which one their clients, so that a client that is dear to run takes
 * nothing from the server it measures.
 */
record Cores(int server, int client) {

  /** The first and the last that this process may use; on a machine with one they are the same. */
  static Cores ofThisMachine() throws IOException {
    List<Integer> all = allowed(Files.readAllLines(Path.of("/proc/self/status")));
    return new Cores(all.getFirst(), all.getLast());
  }

  /** Put before a command, keeps it on that core. */
  static List<String> pinnedTo(int core) {
    return List.of("taskset", "-c", String.valueOf(core));
  }

  /** From a line such as "Cpus_allowed_list: 0-1,4". */
  private static List<Integer> allowed(List<String> status) {
    String list =
        status.stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("0");
    List<Integer> cores = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }
}
