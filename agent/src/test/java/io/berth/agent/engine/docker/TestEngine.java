package io.berth.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Engine of the tests' own: a dockerd as our child with its own data, socket and bridge,
 * all under names of this run, and all gone after {@link #close}. It can be frozen, killed and
 * started again. Needs root, dockerd and iproute2; without them it fails and says what to install.
 */
public final class TestEngine implements AutoCloseable {

  /** The one image that it has, made from this source tree: /echo and nothing else. */
  public static final String ECHO_IMAGE = "berth/echo:test";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path folder;
  private final EngineSite site;
  private final List<String> furtherArguments;
  private @Nullable Process dockerd;

  private TestEngine(Path folder, EngineSite site, List<String> furtherArguments) {
    this.folder = folder;
    this.site = site;
    this.furtherArguments = furtherArguments;
  }

  /** Starts one with the echo image in it; further arguments are dockerd's own. */
  public static TestEngine start(String... furtherArguments) throws IOException {
    requirePrograms();
    return start(EngineSite.onABridge(), List.of(furtherArguments));
  }

  /** The same behind words that bring a program to a network of its own. */
  public static TestEngine startBehind(List<String> entry) throws IOException {
    requirePrograms();
    return start(EngineSite.behind(entry), List.of());
  }

  private static void requirePrograms() {
    TestTools.require("dockerd", "docker.io");
    TestTools.require("ip", "iproute2");
    TestTools.require("gcc", "build-essential");
  }

  private static TestEngine start(EngineSite site, List<String> furtherArguments)
      throws IOException {
    int number = STARTED.incrementAndGet();
    Path folder =
        TestTools.runFolder().resolve("engine-" + ProcessHandle.current().pid() + "-" + number);
    Files.createDirectories(folder);
    var engine = new TestEngine(folder, site, furtherArguments);
    try {
      engine.launch();
      engine.importEcho();
      return engine;
    } catch (IOException | RuntimeException failure) {
      engine.close();
      throw failure;
    }
  }

  public EngineSocket socket() {
    return new EngineSocket(folder.resolve("docker.sock"));
  }

  /** Words before those of a program that is to run where the engine does; often none. */
  public List<String> entry() {
    return site.entry();
  }

  /** The engine as programs know it, in DOCKER_HOST. */
  public String dockerHost() {
    return "unix://" + socket().path();
  }

  /** A client without the port's promises, to look behind it; the caller closes it. */
  public DockerClient openClient() {
    return DockerClientImpl.getInstance(
        new ClientSettings(socket()), new UnixHttpClient(socket(), CallDeadlines.USUAL));
  }

  /** The engine stops to run, with all that it has open. */
  public void freeze() throws IOException {
    long pid = process().pid();
    TestTools.run("kill", "-STOP", String.valueOf(pid));
    // The signal reaches one thread after the other.
    TestTools.await(
        STOP, () -> TestTools.isStopped(pid), () -> "dockerd goes on in spite of SIGSTOP");
  }

  /** The engine goes on after {@link #freeze}. */
  public void thaw() throws IOException {
    TestTools.run("kill", "-CONT", String.valueOf(process().pid()));
  }

  /** The engine ends as a service does; without live-restore it ends its containers first. */
  public void stop() throws IOException {
    process().destroy();
    awaitEnd(process());
  }

  /** The engine dies without a word, and its containerd with it. */
  public void kill() throws IOException {
    Path containerd = folder.resolve("exec/containerd/containerd.pid");
    String pid = Files.readString(containerd).strip();
    process().destroyForcibly();
    awaitEnd(process());
    TestTools.run("sh", "-c", "kill -KILL " + pid + " 2>/dev/null || true");
    // A dockerd that finds the old pid, even as a zombie, waits for it in vain.
    Files.delete(containerd);
  }

  /** Starts the engine again on the same data, after {@link #stop} or {@link #kill}. */
  public void launch() throws IOException {
    Path log = folder.resolve("dockerd.log");
    var command = new ArrayList<>(site.entry());
    command.addAll(List.of("dockerd", "--host", dockerHost()));
    command.addAll(List.of("--data-root", folder.resolve("data").toString()));
    command.addAll(List.of("--exec-root", folder.resolve("exec").toString()));
    command.addAll(List.of("--pidfile", folder.resolve("dockerd.pid").toString()));
    command.addAll(List.of("--storage-driver", "vfs", "--log-level", "warn"));
    command.addAll(site.network());
    command.addAll(furtherArguments);
    Files.deleteIfExists(folder.resolve("dockerd.pid"));
    dockerd =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    TestTools.record(process().pid());
    awaitAnswer();
  }

  @Override
  public void close() throws IOException {
    Process running = dockerd;
    try {
      if (running != null) {
        thawOrLaunch(running);
        removeContainers();
        stop();
      }
    } finally {
      Process last = dockerd;
      if (last != null) {
        last.destroyForcibly();
      }
      TestTools.unmountBelow(folder);
      TestTools.deleteTree(folder);
      TestTools.deleteIfEmpty(TestTools.runFolder());
      site.leave();
    }
  }

  /** Containers may have outlived their engine. */
  private void thawOrLaunch(Process running) throws IOException {
    if (running.isAlive()) {
      thaw();
    } else {
      launch();
    }
  }

  private void removeContainers() throws IOException {
    try (DockerClient client = openClient()) {
      for (var container : client.listContainersCmd().withShowAll(true).exec()) {
        client.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
      }
    }
  }

  private void importEcho() throws IOException {
    Path program = EchoImage.build(folder);
    try (var transport = new UnixHttpClient(socket(), CallDeadlines.USUAL);
        InputStream layer = EchoImage.layer(program);
        Response answer =
            transport.execute(
                Request.builder()
                    .method(Request.Method.POST)
                    .path("/images/create?fromSrc=-&repo=berth%2Fecho&tag=test")
                    .headers(Map.of("Content-Type", "application/x-tar"))
                    .body(layer)
                    .build())) {
      String words = new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8);
      if (answer.getStatusCode() != 200 || words.contains("error")) {
        throw new IOException("the image was not imported: " + words);
      }
    }
  }

  private void awaitAnswer() throws IOException {
    var deadlines =
        new CallDeadlines(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));
    Request ping = Request.builder().method(Request.Method.GET).path("/_ping").build();
    try (var transport = new UnixHttpClient(socket(), deadlines)) {
      TestTools.await(
          START,
          () -> process().isAlive() ? answers(transport, ping) : failed("dockerd ended"),
          () -> "dockerd does not answer; its log ends with\n" + endOfLog());
    }
  }

  private static boolean answers(UnixHttpClient transport, Request ping) {
    try (Response answer = transport.execute(ping)) {
      return answer.getStatusCode() == 200;
    } catch (TransportException _) {
      return false;
    }
  }

  private boolean failed(String sentence) {
    throw new IllegalStateException(sentence + "; its log ends with\n" + endOfLog());
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("dockerd.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException failure) {
      return "(no log: " + failure.getMessage() + ")";
    }
  }

  private Process process() {
    Process running = dockerd;
    if (running == null) {
      throw new IllegalStateException("the engine was never started");
    }
    return running;
  }

  private void awaitEnd(Process process) throws IOException {
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("dockerd does not end; its log ends with\n" + endOfLog());
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupt);
    }
  }
}
