package io.berth.agent.engine;

import io.berth.agent.model.PlanHash;
import io.berth.agent.model.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is written on every container so that an agent finds it again without its journal. The words
 * are part of the stored format: a name is never changed or reused.
 */
public record ContainerLabels(
    String agent, String cluster, TaskId taskId, String container, PlanHash planHash) {

  /** The agent that made it: the identity that stays over restarts and lost journals. */
  public static final String AGENT = "io.berth.agent";

  public static final String CLUSTER = "io.berth.cluster";
  public static final String TASK = "io.berth.task";
  public static final String CONTAINER = "io.berth.container";
  public static final String PLAN_HASH = "io.berth.plan-hash";

  /** Reads the labels of a container; nothing when one of ours is missing or no such value. */
  public static Optional<ContainerLabels> read(Map<String, String> labels) {
    String agent = labels.get(AGENT);
    String cluster = labels.get(CLUSTER);
    String task = labels.get(TASK);
    String container = labels.get(CONTAINER);
    String hash = labels.get(PLAN_HASH);
    if (agent == null || cluster == null || task == null || container == null || hash == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ContainerLabels(agent, cluster, new TaskId(task), container, new PlanHash(hash)));
    } catch (IllegalArgumentException _) {
      // Somebody else uses our words: not a container of ours.
      return Optional.empty();
    }
  }

  /** As written on the container. */
  public Map<String, String> write() {
    var labels = new TreeMap<String, String>();
    labels.put(AGENT, agent);
    labels.put(CLUSTER, cluster);
    labels.put(TASK, taskId.text());
    labels.put(CONTAINER, container);
    labels.put(PLAN_HASH, planHash.text());
    return labels;
  }
}
