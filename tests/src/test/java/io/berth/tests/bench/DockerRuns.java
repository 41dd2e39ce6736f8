package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same containers by the docker command, a few commands at a time. */
final class DockerRuns {
  private final String dockerHost;

  DockerRuns(TestEngine engine) {
    this.dockerHost = engine.dockerHost();
  }

  /** Returns when each command has said that its container runs. */
  void begin(int count, int atOnce) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> commands = new ArrayList<>();
      for (int container = 0; container < count; container++) {
        commands.add(
            threads.submit(() ->
                docker(
                    List.of(
                        "run",
                        "--detach",
                        "--memory",
                        "16m",
                        // As ECS starts a container that asks for no cpu.
                        "--cpu-shares",
                        "2",
                        "--publish",
                        "127.0.0.1::8080",
                        TestEngine.ECHO_IMAGE,
                        "/echo",
                        "serve"))));
      }
      for (Future<?> command : commands) {
        var _ = command.get();
      }
    }
  }

  /** Every container of the engine, ours as well as theirs. */
  void removeAll() throws IOException, InterruptedException {
    List<String> ids = docker(List.of("ps", "--all", "--quiet")).lines().toList();
    if (!ids.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("rm", "--force"));
      words.addAll(ids);
      docker(words);
    }
  }

  private String docker(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "--host", dockerHost));
    command.addAll(words);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("docker " + words + ": " + said);
    }
    return said;
  }
}
