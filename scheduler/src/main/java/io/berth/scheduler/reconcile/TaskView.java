package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * One task of a service that is not over, as far as it matters here.
 *
 * @param footing what is to be expected of its host
 * @param needsTargets it runs, and target groups that shall lead to it do not yet
 * @param startedAt when it ran; empty before
 */
public record TaskView(
    TaskId id,
    DeploymentId deployment,
    HostId host,
    Stage stage,
    Verdict verdict,
    Footing footing,
    boolean needsTargets,
    Instant createdAt,
    Optional<Instant> startedAt) {

  /** How far it is. */
  public enum Stage {
    PENDING,
    RUNNING,
    /** It shall end, and requests may still come. */
    DRAINING,
    /** It shall end, and no request comes any more. */
    DRAINED,
    /** It was told to end. */
    ENDING
  }

  boolean isWanted() {
    return stage == Stage.PENDING || stage == Stage.RUNNING;
  }

  boolean isHealthy() {
    return stage == Stage.RUNNING && verdict instanceof Verdict.Healthy;
  }
}
