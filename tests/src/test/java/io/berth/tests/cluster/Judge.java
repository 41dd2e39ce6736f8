package io.berth.tests.cluster;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.berth.agent.engine.ContainerLabels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Compares what the API tells of tasks that have come to rest with what their engine shows and with
 * every start that a witness saw, for tasks whose definitions ask for no restarts.
 */
record Judge(EcsUser user, EngineWitness witness) {

  /** What is wrong with these tasks, which are all that were ever run; nothing when all is well. */
  List<String> findings(Collection<String> tasks) {
    List<String> findings = new ArrayList<>();
    for (String arn : tasks) {
      Task task = user.task(arn);
      for (Container container : task.containers()) {
        judge(task, container).forEach(finding -> findings.add(arn + ": " + finding));
      }
    }
    findings.addAll(strangers(tasks));
    return findings;
  }

  private List<String> judge(Task task, Container container) {
    List<String> findings = new ArrayList<>();
    String name = container.name();
    List<InspectContainerResponse> made =
        witness.containers(task.taskArn()).stream()
            .filter(one -> name.equals(one.getLabels().get(ContainerLabels.CONTAINER)))
            .map(one -> witness.docker().inspectContainerCmd(one.getId()).exec())
            .toList();
    long starts =
        witness.starts(task.taskArn()).stream().filter(one -> one.container().equals(name)).count();
    if (made.size() > 1) {
      findings.add(name + " was made " + made.size() + " times");
    }
    if (starts > 1) {
      findings.add(name + " was started " + starts + " times");
    }
    if (made.size() == 1) {
      judge(task, container, made.getFirst()).forEach(finding -> findings.add(name + finding));
    } else if (!task.lastStatus().equals("STOPPED")) {
      findings.add(name + " is not there, and the task is " + task.lastStatus());
    }
    return findings;
  }

  private static List<String> judge(Task task, Container told, InspectContainerResponse seen) {
    List<String> findings = new ArrayList<>();
    boolean runs = Boolean.TRUE.equals(seen.getState().getRunning());
    boolean ran = !String.valueOf(seen.getState().getStartedAt()).startsWith("0001");
    if (runs && !told.lastStatus().equals("RUNNING")) {
      findings.add(" runs, but is told as " + told.lastStatus());
    }
    if (!runs && !told.lastStatus().equals("STOPPED")) {
      findings.add(" does not run, but is told as " + told.lastStatus());
    }
    if (!runs && ran && !Objects.equals(told.exitCode(), exitCode(seen))) {
      findings.add(" ended with " + exitCode(seen) + ", but is told with " + told.exitCode());
    }
    if (ran && !seen.getId().equals(told.runtimeId())) {
      findings.add(" is " + seen.getId() + ", but is told as " + told.runtimeId());
    }
    if (Objects.requireNonNull(seen.getRestartCount()) != 0) {
      findings.add(" was restarted by its engine");
    }
    if (runs && task.lastStatus().equals("STOPPED")) {
      findings.add(" runs in a task that has stopped");
    }
    return findings;
  }

  private static Integer exitCode(InspectContainerResponse seen) {
    return Math.toIntExact(Objects.requireNonNull(seen.getState().getExitCodeLong()));
  }

  /** Containers of ours that belong to no task that was ever run. */
  private List<String> strangers(Collection<String> tasks) {
    Set<String> known = tasks.stream().map(EngineWitness::taskId).collect(Collectors.toSet());
    Map<String, String> strange = new HashMap<>();
    witness.startsOfAll().stream()
        .filter(start -> !known.contains(start.task()))
        .forEach(start -> strange.put(start.id(), start.task()));
    return strange.entrySet().stream()
        .map(one -> "the container " + one.getKey() + " of the unknown task " + one.getValue())
        .toList();
  }
}
