package io.berth.agent.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that the agent knows of one container of a task now. An absent time has not happened yet; an
 * absent exit code: it has never ended, or the engine cannot tell any more.
 */
public record ContainerStatus(
    String name,
    State state,
    Optional<ContainerId> engineId,
    Health health,
    OptionalInt exitCode,
    List<BoundPort> ports,
    Optional<Failure> failure,
    int restartCount,
    Optional<String> imageDigest,
    Optional<Instant> createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  public ContainerStatus {
    Require.notEmpty(name, "a container's name");
    ports = List.copyOf(ports);
  }

  /** Nothing has been done for the container of that name yet. */
  public static ContainerStatus pending(String name) {
    return new ContainerStatus(
        name,
        State.PENDING,
        Optional.empty(),
        Health.NONE,
        OptionalInt.empty(),
        List.of(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether its main process has ever run. */
  public boolean hasRun() {
    return startedAt.isPresent();
  }

  /** The same at another place in its life. */
  public ContainerStatus at(State reached) {
    return new ContainerStatus(
        name,
        reached,
        engineId,
        health,
        exitCode,
        ports,
        failure,
        restartCount,
        imageDigest,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** The image has come, by this digest if the registry knows it. */
  public ContainerStatus pulled(Optional<String> digest) {
    return new ContainerStatus(
        name,
        state,
        engineId,
        health,
        exitCode,
        ports,
        failure,
        restartCount,
        digest.or(() -> imageDigest),
        createdAt,
        startedAt,
        finishedAt);
  }

  /** These host ports are its own from now on. */
  public ContainerStatus bound(List<BoundPort> picked) {
    return new ContainerStatus(
        name,
        state,
        engineId,
        health,
        exitCode,
        picked,
        failure,
        restartCount,
        imageDigest,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** The engine knows it by this id. */
  public ContainerStatus known(ContainerId id) {
    return new ContainerStatus(
        name,
        state,
        Optional.of(id),
        health,
        exitCode,
        ports,
        failure,
        restartCount,
        imageDigest,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** Made then, last started then, and so healthy. */
  public ContainerStatus lives(Instant made, Optional<Instant> started, Health judged) {
    return new ContainerStatus(
        name,
        state,
        engineId,
        judged,
        exitCode,
        ports,
        failure,
        restartCount,
        imageDigest,
        Optional.of(made),
        started,
        finishedAt);
  }

  /** Its last run has ended so. */
  public ContainerStatus ended(OptionalInt code, Optional<Instant> at) {
    return new ContainerStatus(
        name,
        state,
        engineId,
        health,
        code,
        ports,
        failure,
        restartCount,
        imageDigest,
        createdAt,
        startedAt,
        at);
  }

  /** It has failed, and the first reason stays. */
  public ContainerStatus failed(Failure why) {
    return new ContainerStatus(
        name,
        state,
        engineId,
        health,
        exitCode,
        ports,
        failure.or(() -> Optional.of(why)),
        restartCount,
        imageDigest,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** Its restart policy starts it again. */
  public ContainerStatus restarted() {
    return new ContainerStatus(
        name,
        State.CREATED,
        engineId,
        health,
        exitCode,
        ports,
        failure,
        restartCount + 1,
        imageDigest,
        createdAt,
        startedAt,
        finishedAt);
  }

  /** It was never started, is gone again, and will be made anew. */
  public ContainerStatus unmade() {
    return pending(name).pulled(imageDigest).bound(ports);
  }

  /** How far a container is. */
  public enum State {
    /** Its image is not there yet, or it is not made yet. */
    PENDING,
    /** Made, not started. */
    CREATED,
    /** It runs. */
    RUNNING,
    /** It has ended, or will never be made; no restart policy starts it again. */
    STOPPED
  }

  /** What a container's own health check says. */
  public enum Health {
    /** The plan has no health check. */
    NONE,
    /** Not judged yet. */
    STARTING,
    /** The last check passed. */
    HEALTHY,
    /** As many checks as the plan allows have failed in a row. */
    UNHEALTHY
  }

  /** Why a container failed: a kind to decide by and a sentence for people, naming no secret. */
  public record Failure(FailureKind kind, String sentence) {}

  /** What went wrong with a container. */
  public enum FailureKind {
    /** The image could not be pulled. */
    PULL,
    /** The registry refused the credentials, or wants some. */
    PULL_DENIED,
    /** A volume could not be made or mounted. */
    VOLUME,
    /** The engine refused to make it. */
    CREATE,
    /** A static port is taken, or no dynamic port is free. */
    PORT,
    /** The engine could not start it. */
    START,
    /** What it depends on did not reach the condition, or not in time. */
    DEPENDENCY,
    /** It was killed because its memory was used up. */
    OUT_OF_MEMORY,
    /** The engine could not stop it. */
    STOP,
    /** It is gone from the engine without our doing. */
    VANISHED,
    /** An engine call was ended by its watchdog, and the tries are used up. */
    ENGINE_TIMEOUT
  }
}
