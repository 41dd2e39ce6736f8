package io.berth.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An etcd of one member as a child of this process, on free loopback ports. */
record EtcdServer(ChildProcess process, int clientPort) implements AutoCloseable {
  private static final String BINARY = "etcd";

  static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Path.of(folder, BINARY).toFile().canExecute());
  }

  /** As in "etcd Version: 3.4.23". */
  static String version() throws IOException {
    Process asked = new ProcessBuilder(BINARY, "--version").redirectErrorStream(true).start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return answer.lines().findFirst().orElse("").replace(" Version:", "");
  }

  /** The prefix is put before its command, such as what pins it to a core. */
  static EtcdServer start(Path directory, List<String> prefix) throws IOException {
    List<Integer> ports = FreePort.take(2);
    String clients = "http://127.0.0.1:" + ports.get(0);
    String peers = "http://127.0.0.1:" + ports.get(1);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            BINARY,
            "--data-dir=" + directory,
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers,
            "--logger=zap",
            "--log-level=error"));
    ProcessBuilder builder =
        new ProcessBuilder(command).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new EtcdServer(ChildProcess.start(builder), ports.getFirst());
  }

  @Override
  public void close() {
    process.close();
  }
}
