package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a figure was measured on, since it means nothing without. */
record Machine(Path stateDirectory) {

  String sentence() throws IOException {
    return "%s, %d cores, %s GB of memory, Linux %s, %s %s, state on %s, %s."
        .formatted(
            field("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            memoryGigabytes(),
            System.getProperty("os.version").replaceAll("-.*", ""),
            System.getProperty("java.vendor.version"),
            System.getProperty("java.version"),
            Files.getFileStore(stateDirectory).type(),
            LocalDate.now(ZoneOffset.UTC));
  }

  /** Of the last minute: other work on the machine makes the figures worse. */
  static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private static String memoryGigabytes() throws IOException {
    String kibibytes = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return String.valueOf(Math.round(Long.parseLong(kibibytes) * 1_024 / 1e9));
  }

  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
