package io.berth.agent.task;

import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerSpec.Mount;
import io.berth.agent.engine.ContainerSpec.MountSource;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.FilesPlan.MountPlan;
import io.berth.agent.model.TaskPlan;
import io.berth.agent.model.VolumePlan;
import java.util.List;
import java.util.Optional;

/**
 * Turns plans into what the engine is asked for. Names follow from the task alone, so that making
 * the same thing twice finds the first one.
 */
final class ContainerSpecs {
  private static final int MOST_NAME_CHARACTERS = 60;

  private ContainerSpecs() {}

  static ContainerSpec container(
      String agent, Assignment assignment, ContainerPlan container, List<BoundPort> ports) {
    TaskPlan plan = assignment.plan().orElseThrow();
    var labels =
        new ContainerLabels(
            agent,
            assignment.origin().clusterName(),
            assignment.taskId(),
            container.name(),
            assignment.planHash());
    return new ContainerSpec(
        engineName(assignment, plan, container),
        labels,
        TaskLabels.write(assignment, plan, container),
        container,
        plan.networkMode(),
        ports,
        container.files().mounts().stream().map(mount -> mount(assignment, plan, mount)).toList());
  }

  private static String engineName(Assignment assignment, TaskPlan plan, ContainerPlan container) {
    // The place in the plan keeps two long names apart that begin alike.
    return "berth-%s-%d-%s-%s%d"
        .formatted(
            cut(assignment.origin().definitionFamily()),
            assignment.origin().definitionRevision(),
            cut(container.name()),
            assignment.taskId(),
            plan.containers().indexOf(container));
  }

  private static String cut(String name) {
    return name.length() <= MOST_NAME_CHARACTERS ? name : name.substring(0, MOST_NAME_CHARACTERS);
  }

  private static Mount mount(Assignment assignment, TaskPlan plan, MountPlan mount) {
    VolumePlan volume = plan.volume(mount.volumeName()).orElseThrow();
    MountSource source =
        switch (volume) {
          case VolumePlan.HostPath(_, String path) -> new MountSource.HostPath(path);
          case VolumePlan.Empty _ ->
              new MountSource.EngineVolume(emptyVolume(assignment, plan, volume));
          case VolumePlan.Named(_, String engineName, _) ->
              new MountSource.EngineVolume(engineName);
        };
    return new Mount(source, mount.containerPath(), mount.readOnly());
  }

  private static String emptyVolume(Assignment assignment, TaskPlan plan, VolumePlan volume) {
    return "berth-%s-%d".formatted(assignment.taskId(), plan.volumes().indexOf(volume));
  }

  /** What must be done before the volume can be mounted, if anything. */
  static Optional<Step.Blocking> volumeStep(
      String agent, Assignment assignment, VolumePlan volume) {
    TaskPlan plan = assignment.plan().orElseThrow();
    String cluster = assignment.origin().clusterName();
    return switch (volume) {
      case VolumePlan.HostPath _ -> Optional.empty();
      case VolumePlan.Empty(String name) ->
          Optional.of(
              new Step.MakeVolume(
                  name,
                  new VolumeSpec(
                      emptyVolume(assignment, plan, volume),
                      agent,
                      cluster,
                      Optional.of(assignment.taskId()),
                      name)));
      case VolumePlan.Named(String name, String engineName, boolean createIfMissing) ->
          Optional.of(
              createIfMissing
                  ? new Step.MakeVolume(
                      name, new VolumeSpec(engineName, agent, cluster, Optional.empty(), name))
                  : new Step.CheckVolume(name, engineName));
    };
  }
}
