package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A process with all that it has started, and what they take together; perhaps none at all. */
record ProcessTree(OptionalLong root) {
  private static final double KIB_PER_MIB = 1_024;

  static ProcessTree of(long pid) {
    return new ProcessTree(OptionalLong.of(pid));
  }

  static ProcessTree none() {
    return new ProcessTree(OptionalLong.empty());
  }

  boolean isNone() {
    return root.isEmpty();
  }

  Duration cpu() {
    return all()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  double residentMib() throws IOException {
    return mib("VmRSS:");
  }

  /** The most that each has had so far. */
  double peakMib() throws IOException {
    return mib("VmHWM:");
  }

  private double mib(String name) throws IOException {
    long kib = 0;
    for (ProcessHandle process : all().toList()) {
      List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
      kib +=
          status.stream()
              .filter(line -> line.startsWith(name))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
    }
    return kib / KIB_PER_MIB;
  }

  private Stream<ProcessHandle> all() {
    if (root.isEmpty()) {
      return Stream.empty();
    }
    ProcessHandle process =
        ProcessHandle.of(root.getAsLong())
            .orElseThrow(
                () -> new IllegalStateException("the process " + root.getAsLong() + " has ended"));
    return Stream.concat(Stream.of(process), process.descendants());
  }
}
