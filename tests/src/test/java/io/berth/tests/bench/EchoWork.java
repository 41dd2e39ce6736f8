package io.berth.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Behind each task the program of the tests' image, which is killed the moment its host is told to
 * stop it: a request that is still on its way to it then is lost, and whoever asked will notice.
 */
final class EchoWork implements StubWork, AutoCloseable {
  private final Path program;
  private final Map<String, ChildProcess> running = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Long>> ends = new ConcurrentHashMap<>();

  EchoWork(Path program) {
    this.program = program;
  }

  @Override
  public int begin(String taskId) {
    int port = FreePort.take(1).getFirst();
    try {
      running.put(taskId, EchoServers.one(program, port));
      Front.straight(port).awaitAnswers();
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void end(String taskId) {
    ChildProcess process = running.remove(taskId);
    if (process != null) {
      process.kill();
      endOf(taskId).complete(System.nanoTime());
    }
  }

  /** By the clock of this JVM: when its host was told to stop it. */
  CompletableFuture<Long> endOf(String taskId) {
    return ends.computeIfAbsent(taskId, _ -> new CompletableFuture<>());
  }

  @Override
  public void close() {
    running.values().forEach(ChildProcess::kill);
  }
}
