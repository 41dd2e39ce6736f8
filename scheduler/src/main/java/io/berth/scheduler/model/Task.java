package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;

/**
 * One run of a task definition on one host. It is replaced, never restarted: what is wanted of it
 * goes from RUNNING to STOPPED once, and so does what was seen.
 */
public record Task(
    TaskId id,
    ClusterName cluster,
    DefinitionId definition,
    HostId host,
    String group,
    String startedBy,
    Desired desired,
    TaskState state,
    Instant createdAt,
    long version,
    Map<String, String> tags) {

  public Task {
    Require.positive(version, "version");
    tags = Map.copyOf(tags);
  }

  /** What the scheduler wants of the task. */
  public enum Desired {
    RUNNING,
    STOPPED
  }

  /** The task as its host now reports it. */
  public Task seen(TaskState newState) {
    return new Task(
        id,
        cluster,
        definition,
        host,
        group,
        startedBy,
        desired,
        newState,
        createdAt,
        version + 1,
        tags);
  }
}
