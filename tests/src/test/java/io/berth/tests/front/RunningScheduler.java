package io.berth.tests.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.ClientCommand;
import io.berth.scheduler.main.SchedulerConfig;
import io.berth.scheduler.main.SchedulerWiring;
import io.berth.scheduler.main.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A scheduler on free ports, put together as in a process of its own, and the command to ask it.
 */
record RunningScheduler(SchedulerWiring wiring, Path directory) implements AutoCloseable {

  /** What a call of the command printed and answered. */
  record Answer(int exitCode, String out, String err) {}

  static RunningScheduler in(Path directory, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--directory", directory.toString()));
    arguments.addAll(List.of("--api", "127.0.0.1:0", "--agents", "127.0.0.1:0"));
    arguments.addAll(List.of(options));
    SchedulerWiring wiring =
        new SchedulerWiring(
            SchedulerConfig.read(arguments),
            Surroundings.ofThisMachine(),
            failure -> {
              throw new AssertionError(failure);
            });
    wiring.start();
    return new RunningScheduler(wiring, directory);
  }

  /** As its operator, on the same machine. */
  Answer berth(String... words) {
    return berth(Map.of("BERTH_DIRECTORY", directory.toString()), words);
  }

  static Answer berth(Map<String, String> environment, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        new ClientCommand(
                environment,
                InstantSource.system(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(List.of(words));
    return new Answer(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  String clientFile() throws IOException {
    return Files.readString(directory.resolve("client.conf"));
  }

  @Override
  public void close() {
    wiring.close();
  }
}
