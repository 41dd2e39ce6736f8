package io.berth.tests.bench;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.agent.engine.docker.TestTools;
import io.berth.tests.cluster.Await;
import io.berth.tests.hosts.Cable;
import io.berth.tests.hosts.EngineOnLan;
import io.berth.tests.hosts.EnginesOnLan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Swarm of the same shape: a service of one replica on its workers, whose port is open on
 * the worker that has it. Its manager is never cut off.
 */
final class SwarmFailover implements FailoverCluster {
  private static final int PORT = 8080;
  private static final String SERVICE = "web";
  private static final String MANAGER_PORT = ":2377";

  /** Else each start would first look for a registry that does not have the image. */
  private static final List<String> IMAGE_IS_HERE =
      List.of("env", "DOCKER_SERVICE_PREFER_OFFLINE_IMAGE=1");

  private final EnginesOnLan engines;
  private final EngineOnLan manager;
  private final List<EngineOnLan> workers;
  private final Knocks knocks = new Knocks();
  private final Await await = new Await(this::told);
  private @Nullable EngineOnLan away;

  private SwarmFailover(EnginesOnLan engines) {
    this.engines = engines;
    this.manager = engines.all().getFirst();
    this.workers = engines.all().subList(1, engines.all().size());
  }

  static SwarmFailover open(int count) throws Exception {
    TestTools.require("docker", "docker.io");
    EnginesOnLan engines = EnginesOnLan.of(count, IMAGE_IS_HERE.toArray(String[]::new));
    var swarm = new SwarmFailover(engines);
    boolean isOpen = false;
    try {
      swarm.begin();
      swarm.awaitWhole();
      isOpen = true;
      return swarm;
    } finally {
      if (!isOpen) {
        swarm.close();
      }
    }
  }

  private void begin() throws IOException {
    docker(manager, "swarm", "init", "--advertise-addr", manager.address());
    String token = docker(manager, "swarm", "join-token", "--quiet", "worker").strip();
    for (EngineOnLan worker : workers) {
      docker(worker, "swarm", "join", "--token", token, manager.address() + MANAGER_PORT);
    }
    docker(
        manager,
        "service",
        "create",
        "--detach",
        "--quiet",
        "--name",
        SERVICE,
        "--replicas",
        "1",
        "--constraint",
        "node.role==worker",
        "--limit-memory",
        "16m",
        "--publish",
        "mode=host,published=" + PORT + ",target=" + PORT,
        "--no-resolve-image",
        TestEngine.ECHO_IMAGE,
        "/echo",
        "serve");
  }

  /** Of the engines. */
  String version() throws IOException {
    return docker(manager, "version", "--format", "{{.Server.Version}}").strip();
  }

  @Override
  public double secondsUntilReplaced() throws Exception {
    EngineOnLan serving = serving().orElseThrow();
    List<EngineOnLan> others = workers.stream().filter(one -> !one.equals(serving)).toList();
    away = serving;
    long begin = System.nanoTime();
    serving.cable().cut(Cable.Cut.BOTH_WAYS);
    await.until("a replacement answers", () -> whoAnswers(others).isPresent());
    return (System.nanoTime() - begin) / 1e9;
  }

  private Optional<EngineOnLan> whoAnswers(List<EngineOnLan> some) throws InterruptedException {
    for (EngineOnLan one : some) {
      if (knocks.at(new InetSocketAddress(one.address(), PORT)).isPresent()) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private Optional<EngineOnLan> serving() throws InterruptedException {
    return whoAnswers(workers);
  }

  @Override
  public void mend() throws Exception {
    EngineOnLan host = away;
    if (host == null) {
      throw new IllegalStateException("nobody is away");
    }
    away = null;
    host.cable().heal();
    awaitWhole();
  }

  private void awaitWhole() throws Exception {
    await.until(
        "each node is ready, and one container runs",
        () -> readyNodes() == engines.all().size() && running() == 1);
    await.until("it answers", () -> serving().isPresent());
  }

  private long readyNodes() throws IOException {
    return docker(manager, "node", "ls", "--format", "{{.Status}}")
        .lines()
        .filter("Ready"::equals)
        .count();
  }

  private long running() throws IOException {
    long running = 0;
    for (EngineOnLan worker : workers) {
      running += docker(worker, "ps", "--quiet").lines().count();
    }
    return running;
  }

  private String told() {
    try {
      return docker(manager, "node", "ls") + docker(manager, "service", "ps", SERVICE);
    } catch (IOException e) {
      return "the manager does not answer: " + e;
    }
  }

  private static String docker(EngineOnLan where, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker", "--host"));
    command.add(where.engine().dockerHost());
    command.addAll(List.of(words));
    return TestTools.run(command.toArray(String[]::new));
  }

  /** Nodes that leave end what they run; otherwise they would start again what is removed. */
  @Override
  public void close() throws IOException {
    knocks.close();
    try {
      for (EngineOnLan one : engines.all().reversed()) {
        docker(one, "swarm", "leave", "--force");
      }
    } finally {
      engines.close();
    }
  }
}
