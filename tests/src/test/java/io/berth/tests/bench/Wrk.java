package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator wrk: one thread, so many connections, on each the next request when the last
 * is answered. A request that failed fails the benchmark.
 */
record Wrk(Path directory) {
  private static final String BINARY = "wrk";
  private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Map<String, Double> MICROS =
      Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 6e7);

  /** What it saw in one run. */
  record Seen(long requests, double perSecond, double p50Micros, double p99Micros) {}

  /** Whole seconds only. */
  Seen run(int port, ProxyLoad load, Duration time) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                BINARY,
                "--threads=1",
                "--connections=" + load.connections(),
                "--duration=" + Math.max(1, time.toSeconds()) + "s",
                "--timeout=10s",
                "--latency"));
    FrontPlan.headers().forEach(header -> command.addAll(List.of("--header", header)));
    if (!load.keepsConnection()) {
      command.addAll(List.of("--header", "Connection: close"));
    }
    if (load.uploadedBytes() > 0) {
      command.add("--script=" + uploading(load.uploadedBytes()));
    }
    command.add("http://127.0.0.1:" + port + load.path());
    Path output = directory.resolve("wrk.out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    try (ChildProcess child = ChildProcess.start(builder)) {
      if (!child.endsWithin(time.plusSeconds(30)) || child.exitCode() != 0) {
        throw new IllegalStateException(command + " failed: " + Files.readString(output));
      }
    }
    return read(Files.readString(output));
  }

  private Path uploading(int bytes) throws IOException {
    String script = "wrk.method = 'POST'\nwrk.body = string.rep('x', " + bytes + ")\n";
    return Files.writeString(directory.resolve("upload.lua"), script, UTF_8);
  }

  static Seen read(String said) {
    if (said.contains("Non-2xx") || said.contains("Socket errors")) {
      throw new IllegalStateException("requests failed:\n" + said);
    }
    return new Seen(
        Long.parseLong(first(COUNT, said)),
        Double.parseDouble(first(RATE, said)),
        quantile(50, said),
        quantile(99, said));
  }

  private static double quantile(int percent, String said) {
    Matcher found = Pattern.compile(percent + "% +([0-9.]+)(us|ms|s|m)\\s").matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("no quantile " + percent + " in:\n" + said);
    }
    return Double.parseDouble(found.group(1)) * MICROS.getOrDefault(found.group(2), 1.0);
  }

  private static String first(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("not what wrk says:\n" + said);
    }
    return found.group(1);
  }
}
