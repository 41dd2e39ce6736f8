package io.berth.agent.model;

import java.time.Instant;

/**
 * A freed port that is not picked, because traffic meant for the task that had it may still come;
 * the scheduler releases it for that task.
 */
public record HeldPort(HostPort port, TaskId taskId, Instant freedAt) {

  /** Releases a port that was held for this task; about another task's it says nothing. */
  public record Release(HostPort port, TaskId taskId) {}
}
