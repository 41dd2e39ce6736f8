package io.berth.agent.task;

import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.Singleton;
import io.berth.agent.model.TaskOrigin;
import io.berth.agent.model.TaskPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Further labels on each container: what an agent without its journal needs of a task to watch it,
 * to stop it, and to tell where it came from. The words are part of the stored format.
 */
final class TaskLabels {
  static final String FAMILY = "io.berth.family";
  static final String REVISION = "io.berth.revision";
  static final String GROUP = "io.berth.group";
  static final String SERVICE = "io.berth.service";
  static final String TRAFFIC = "io.berth.traffic";
  static final String LEASE = "io.berth.lease-number";
  static final String CONTAINERS = "io.berth.containers";
  static final String STOP_TIMEOUT = "io.berth.stop-timeout-ms";

  /** When a label does not tell; as ECS without a word in definition and configuration. */
  private static final Duration USUAL_STOP_TIMEOUT = Duration.ofSeconds(30);

  private TaskLabels() {}

  static Map<String, String> write(Assignment assignment, TaskPlan plan, ContainerPlan container) {
    TaskOrigin origin = assignment.origin();
    var labels = new TreeMap<String, String>();
    labels.put(FAMILY, origin.definitionFamily());
    labels.put(REVISION, Long.toString(origin.definitionRevision()));
    labels.put(GROUP, origin.group());
    origin.serviceName().ifPresent(name -> labels.put(SERVICE, name));
    labels.put(TRAFFIC, Boolean.toString(origin.receivesTraffic()));
    assignment.singleton().ifPresent(one -> labels.put(LEASE, Long.toString(one.number())));
    labels.put(CONTAINERS, Integer.toString(plan.containers().size()));
    labels.put(STOP_TIMEOUT, Long.toString(container.lifecycle().stopTimeout().toMillis()));
    return labels;
  }

  /** As much of an assignment as the labels of one of its containers hold. */
  static Assignment read(ContainerSummary container) {
    Map<String, String> labels = container.allLabels();
    OptionalLong lease = number(labels, LEASE);
    var origin =
        new TaskOrigin(
            container.labels().cluster(),
            labels.getOrDefault(FAMILY, ""),
            number(labels, REVISION).orElse(0),
            labels.getOrDefault(GROUP, ""),
            Optional.ofNullable(labels.get(SERVICE)),
            // Holding a port too much is safe, holding one too few is not.
            !"false".equals(labels.get(TRAFFIC)),
            "");
    return new Assignment(
        container.labels().taskId(),
        Desired.RUN,
        Optional.empty(),
        container.labels().planHash(),
        Set.of(),
        origin,
        // Without the rest of the promise, it stops rather too early than too late.
        lease.isPresent()
            ? Optional.of(new Singleton(lease.getAsLong(), Duration.ZERO))
            : Optional.empty());
  }

  /** How many containers the task has, as its labels say. */
  static OptionalLong containers(Map<String, String> labels) {
    return number(labels, CONTAINERS);
  }

  static Duration stopTimeout(Map<String, String> labels) {
    OptionalLong millis = number(labels, STOP_TIMEOUT);
    return millis.isPresent() ? Duration.ofMillis(millis.getAsLong()) : USUAL_STOP_TIMEOUT;
  }

  private static OptionalLong number(Map<String, String> labels, String key) {
    try {
      String text = labels.get(key);
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      // Written by somebody else: as if it were not there.
      return OptionalLong.empty();
    }
  }
}
