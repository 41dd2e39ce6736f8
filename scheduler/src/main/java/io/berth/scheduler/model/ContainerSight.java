package io.berth.scheduler.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One container of a task as its host last told of it.
 *
 * @param engineId the engine's id of it; empty until it was made
 * @param imageDigest as the registry knows the image; empty for a local one or before the pull
 * @param exitCode of its last run; absent while it has never ended
 */
public record ContainerSight(
    String name,
    State state,
    Health health,
    String engineId,
    String imageDigest,
    OptionalInt exitCode,
    List<PortBinding> ports,
    Optional<Failure> failure,
    int restartCount) {

  public ContainerSight {
    Require.notEmpty(name, "a container's name");
    Require.notNegative(restartCount, "restartCount");
    ports = List.copyOf(ports);
  }

  /** How far a container is. */
  public enum State {
    PENDING,
    CREATED,
    RUNNING,
    STOPPED
  }

  /** What its health check says. */
  public enum Health {
    /** It has none. */
    UNCHECKED,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /** Where a port of the container is reached. */
  public record PortBinding(int containerPort, HostPort hostPort, String address) {
    public PortBinding {
      Require.positive(containerPort, "containerPort");
    }
  }

  /** What went wrong with it, mostly in the engine's words. */
  public record Failure(Kind kind, String sentence) {}

  /** What can go wrong with a container. */
  public enum Kind {
    UNKNOWN,
    PULL,
    PULL_DENIED,
    VOLUME,
    CREATE,
    PORT,
    START,
    DEPENDENCY,
    OUT_OF_MEMORY,
    STOP,
    VANISHED,
    ENGINE_TIMEOUT
  }
}
