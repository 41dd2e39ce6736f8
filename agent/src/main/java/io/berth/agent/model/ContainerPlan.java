package io.berth.agent.model;

import java.util.Map;

/** How to run one container; its many members stand in groups by what they concern. */
public record ContainerPlan(
    String name,
    String image,
    PullBehaviour pullBehaviour,
    LifecyclePlan lifecycle,
    ProcessPlan process,
    ResourcePlan resources,
    RightsPlan rights,
    NetworkPlan network,
    FilesPlan files,
    LogPlan log,
    Map<String, String> labels) {

  public ContainerPlan {
    Require.notEmpty(name, "a container's name");
    Require.notEmpty(image, "a container's image");
    labels = Map.copyOf(labels);
  }

  /** Whether the task stops when this container ends. */
  public boolean isEssential() {
    return lifecycle.essential();
  }

  /** When an image is pulled. */
  public enum PullBehaviour {
    /** Pull; when that fails, use a copy that is there. */
    PULL_OR_CACHED,
    /** Pull; when that fails, the task fails. */
    ALWAYS,
    /** Pull only what this agent has not pulled before, or has cleaned up since. */
    ONCE,
    /** Use a copy that is there; pull only without one. */
    PREFER_CACHED
  }

  /** Where the output goes: the engine's log driver and its options. */
  public record LogPlan(String driver, Map<String, String> options) {

    /** The driver when nothing else is said. */
    public static final LogPlan JSON_FILE = new LogPlan("json-file", Map.of());

    public LogPlan {
      Require.notEmpty(driver, "a log driver");
      options = Map.copyOf(options);
    }
  }
}
