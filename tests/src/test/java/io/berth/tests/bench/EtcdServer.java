package io.berth.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  static EtcdServer start(Path directory) throws IOException {
    int clientPort;
    int peerPort;
    try (ServerSocket client = free();
        ServerSocket peer = free()) {
      clientPort = client.getLocalPort();
      peerPort = peer.getLocalPort();
    }
    String clients = "http://127.0.0.1:" + clientPort;
    String peers = "http://127.0.0.1:" + peerPort;
    ProcessBuilder command =
        new ProcessBuilder(
                BINARY,
                "--data-dir=" + directory,
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--logger=zap",
                "--log-level=error")
            .inheritIO()
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new EtcdServer(ChildProcess.start(command), clientPort);
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Override
  public void close() {
    process.close();
  }
}
