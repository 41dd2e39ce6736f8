package io.berth.tests.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.Stack;
import io.berth.tests.hosts.HostOnLan;
import io.berth.tests.hosts.Hosts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/** A service that never has two copies at once, as the engines show it. */
final class OnlyOne {
  private static final String NAME = "only";
  private static final String LEASE = "BERTH_LEASE_NUMBER=";

  private final Hosts hosts;

  private OnlyOne(Hosts hosts) {
    this.hosts = hosts;
  }

  /**
   * One container that there was.
   *
   * @param number what it was told of its lease
   * @param finished means nothing while it runs
   */
  record Copy(
      HostOnLan host,
      String id,
      long number,
      boolean isRunning,
      Instant started,
      Instant finished) {}

  static OnlyOne create(Hosts hosts) {
    Stack stack = hosts.stack();
    String definition =
        stack
            .user()
            .define(NAME, EcsUser.echo(NAME, "sleep").copy(container -> container.stopTimeout(1)));
    var _ =
        stack
            .user()
            .client()
            .createService(request ->
                request
                    .serviceName(NAME)
                    .taskDefinition(definition)
                    .desiredCount(1)
                    .deploymentConfiguration(
                        DeploymentConfiguration.builder()
                            .maximumPercent(100)
                            .minimumHealthyPercent(0)
                            .build()));
    return new OnlyOne(hosts);
  }

  void delete() {
    var _ =
        hosts.stack().user().client().deleteService(request -> request.service(NAME).force(true));
  }

  /** All that the engines still know of. */
  List<Copy> copies() throws IOException {
    List<Copy> copies = new ArrayList<>();
    for (HostOnLan host : hosts.all()) {
      try (DockerClient docker = host.engine().openClient()) {
        for (Container one : host.containers(NAME)) {
          seen(docker, host, one.getId()).ifPresent(copies::add);
        }
      }
    }
    return copies;
  }

  private static Optional<Copy> seen(DockerClient docker, HostOnLan host, String id) {
    InspectContainerResponse seen;
    try {
      seen = docker.inspectContainerCmd(id).exec();
    } catch (NotFoundException _) {
      return Optional.empty();
    }
    long number =
        Stream.of(Objects.requireNonNull(seen.getConfig().getEnv()))
            .filter(variable -> variable.startsWith(LEASE))
            .mapToLong(variable -> Long.parseLong(variable.substring(LEASE.length())))
            .findFirst()
            .orElseThrow(() -> new AssertionError("it was told of no lease: " + id));
    InspectContainerResponse.ContainerState state = seen.getState();
    return Optional.of(
        new Copy(
            host,
            id,
            number,
            Boolean.TRUE.equals(state.getRunning()),
            Instant.parse(Objects.requireNonNull(state.getStartedAt())),
            Instant.parse(Objects.requireNonNull(state.getFinishedAt()))));
  }

  /** The copy that runs, when there is one; two fail. */
  Optional<Copy> running() throws IOException {
    List<Copy> running = copies().stream().filter(Copy::isRunning).toList();
    assertTrue(running.size() <= 1, () -> "two copies at once: " + running);
    return running.stream().findFirst();
  }

  Copy awaitRunning() throws Exception {
    return hosts.stack().await().found("a copy runs", this::running);
  }

  /** Looks all the time, from the moment at which its host was cut off. */
  Copy awaitSuccessor(Copy before) throws Exception {
    Copy next =
        hosts
            .stack()
            .await()
            .found(
                "another copy runs elsewhere",
                () -> running().filter(copy -> !copy.id().equals(before.id())));
    assertTrue(next.number() > before.number(), () -> before + " was followed by " + next);
    assertTrue(!next.host().equals(before.host()), () -> before + " was followed by " + next);
    Copy ended =
        copies().stream().filter(copy -> copy.id().equals(before.id())).findFirst().orElseThrow();
    assertEquals(false, ended.isRunning());
    // One machine, so one clock.
    assertTrue(
        ended.finished().isBefore(next.started()),
        () -> "both ran at once: " + ended + " and " + next);
    return next;
  }
}
