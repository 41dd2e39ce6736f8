package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process holds of the machine's memory, and the cpu that it used over a time.
 *
 * @param residentMib all pages, those that it shares with other processes included
 * @param anonymousMib pages of its own, which come back only with its end
 * @param proportionalMib all pages, each divided by how many processes share it
 */
record Footprint(
    double residentMib, double anonymousMib, double proportionalMib, double cpuMillisPerMinute) {
  private static final double KIB_PER_MIB = 1_024;

  /** A process at a moment, from which cpu is counted. */
  record Begun(long pid, Duration cpu, long nanos) {

    static Begun of(long pid) {
      return new Begun(pid, cpu(pid), System.nanoTime());
    }

    Footprint taken() throws IOException {
      Duration used = cpu(pid).minus(cpu);
      double minutes = (System.nanoTime() - nanos) / 60e9;
      List<String> rollup = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
      List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
      return new Footprint(
          mib(rollup, "Rss:"),
          mib(status, "RssAnon:"),
          mib(rollup, "Pss:"),
          used.toMillis() / minutes);
    }

    private static Duration cpu(long pid) {
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new IllegalStateException("the process " + pid + " has ended"))
          .info()
          .totalCpuDuration()
          .orElse(Duration.ZERO);
    }
  }

  List<String> cells() {
    return List.of(
        Spread.rounded(residentMib),
        Spread.rounded(anonymousMib),
        Spread.rounded(proportionalMib),
        Spread.rounded(cpuMillisPerMinute));
  }

  private static double mib(List<String> lines, String name) {
    return lines.stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / KIB_PER_MIB;
  }
}
