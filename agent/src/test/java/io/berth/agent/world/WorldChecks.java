package io.berth.agent.world;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Watches a world from outside, after every turn: never two running containers for one of a plan,
 * no run too many, statuses only forward, what has stopped stays stopped, no port for two tasks.
 */
public final class WorldChecks {
  private final AgentWorld world;
  private final Map<String, Set<String>> runs = new HashMap<>();
  private final Map<String, Integer> allowedRuns = new HashMap<>();
  private final Map<TaskId, TaskPhase> furthest = new HashMap<>();
  private int read;

  public WorldChecks(AgentWorld world) {
    this.world = world;
  }

  /** Every container may run once more, as after the end of the host. */
  public void allowAnotherRun() {
    for (String container : runs.keySet()) {
      allowedRuns.merge(container, 1, Integer::sum);
    }
  }

  /** Of what is gone from engine and journal nobody can know that it ever ran. */
  public void allowWhatIsGone() {
    var there = new HashSet<String>();
    for (ContainerDetails one : world.host.allContainers()) {
      var labels = one.labels().orElseThrow();
      there.add(labels.taskId() + " " + labels.container());
    }
    runs.keySet().stream()
        .filter(container -> !there.contains(container))
        .forEach(container -> allowedRuns.merge(container, 1, Integer::sum));
  }

  /** What was not forced is lost, and with it how far the tasks were called. */
  public void forgetPhases() {
    readReports();
    furthest.values().removeIf(phase -> !phase.isTerminal());
  }

  /** Nothing was written for a while. */
  public void forgetAllPhases() {
    readReports();
    furthest.clear();
  }

  public void check() {
    readReports();
    var running = new HashSet<String>();
    var ports = new HashSet<Integer>();
    for (ContainerDetails one : world.host.allContainers()) {
      var labels = one.labels().orElseThrow();
      String container = labels.taskId() + " " + labels.container();
      one.startedAt().ifPresent(start -> countRun(container, one.id() + " " + start));
      if (one.state() == ContainerState.RUNNING) {
        require(running.add(container), "two containers run for " + container);
        require(
            furthest.get(labels.taskId()) != TaskPhase.STOPPED,
            "a container runs of the stopped task " + container);
        for (BoundPort port : one.ports()) {
          require(ports.add(port.hostPort()), "two containers have the port " + port.hostPort());
          require(!isHeld(port), "a container has the held port " + port.hostPort());
        }
      }
    }
  }

  private boolean isHeld(BoundPort port) {
    return world.isAlive()
        && world.runners().heldPorts().stream()
            .anyMatch(held -> held.port().port() == port.hostPort());
  }

  private void countRun(String container, String run) {
    Set<String> known = runs.computeIfAbsent(container, _ -> new HashSet<>());
    known.add(run);
    int allowed = 1 + allowedRuns.getOrDefault(container, 0);
    require(known.size() <= allowed, container + " was started " + known.size() + " times");
  }

  private void readReports() {
    for (; read < world.reports.size(); read++) {
      TaskStatus report = world.reports.get(read);
      TaskPhase before = furthest.getOrDefault(report.taskId(), TaskPhase.ACCEPTED);
      require(
          report.phase().compareTo(before) >= 0,
          report.taskId() + " went from " + before + " to " + report.phase());
      furthest.put(report.taskId(), report.phase());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
