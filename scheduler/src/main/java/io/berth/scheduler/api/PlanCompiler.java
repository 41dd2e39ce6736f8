package io.berth.scheduler.api;

import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.EmptyVolume;
import io.berth.proto.agent.HostPathVolume;
import io.berth.proto.agent.NamedVolume;
import io.berth.proto.agent.NetworkMode;
import io.berth.proto.agent.TaskPlan;
import io.berth.proto.agent.VolumePlan;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * Turns a definition in its normal form and an override into the words of engines, with every
 * default filled in but those that each host sets for itself: the time to stop and how images are
 * pulled stay unsaid.
 *
 * <p>It knows what {@link Effects} calls effective; the rest is refused there and not seen here.
 */
public final class PlanCompiler {

  private PlanCompiler() {}

  public static CompiledPlan compile(TaskDefinition definition, @Nullable TaskOverride override) {
    TaskDefinition merged = Overrides.merge(definition, override);
    Effects.refuseUnsupported(merged);
    TaskPlan.Builder plan =
        TaskPlan.newBuilder()
            .setNetworkMode(mode(DefinitionRules.networkMode(merged.networkModeAsString())));
    merged.containerDefinitions().stream()
        .map(container -> limited(ContainerCompiler.compile(container), merged))
        .forEach(plan::addContainers);
    merged.volumes().stream().map(PlanCompiler::volume).forEach(plan::addVolumes);
    // What the first agents know needs no name.
    return new CompiledPlan(
        ShapeReader.read(merged),
        Constraints.readOfDefinition(merged.placementConstraints()),
        plan.build(),
        Set.of());
  }

  /**
   * What the task may use as a whole limits each of its containers: engines limit containers and
   * know no task. Together they may use more than the task was given; one alone never does.
   */
  private static ContainerPlan limited(ContainerPlan container, TaskDefinition task) {
    ContainerPlan.Builder limited = container.toBuilder();
    TaskSize.cpuUnits(task.cpu()).ifPresent(units -> limited.setCpuLimitUnits((int) units));
    if (!container.hasMemoryHardBytes()) {
      TaskSize.memoryMib(task.memory())
          .ifPresent(mib -> limited.setMemoryHardBytes(ContainerCompiler.bytes(mib)));
    }
    return limited.build();
  }

  private static NetworkMode mode(String mode) {
    return switch (mode) {
      case DefinitionRules.BRIDGE -> NetworkMode.NETWORK_MODE_BRIDGE;
      case DefinitionRules.HOST -> NetworkMode.NETWORK_MODE_HOST;
      case DefinitionRules.NONE -> NetworkMode.NETWORK_MODE_NONE;
      default -> throw new IllegalStateException("a network mode that was not refused: " + mode);
    };
  }

  private static VolumePlan volume(Volume volume) {
    VolumePlan.Builder plan = VolumePlan.newBuilder().setName(volume.name());
    DockerVolumeConfiguration docker = volume.dockerVolumeConfiguration();
    if (volume.host() != null && volume.host().sourcePath() != null) {
      plan.setHostPath(HostPathVolume.newBuilder().setPath(volume.host().sourcePath()));
    } else if (docker != null && "shared".equals(docker.scopeAsString())) {
      plan.setNamed(
          NamedVolume.newBuilder()
              .setEngineName(volume.name())
              .setCreateIfMissing(Boolean.TRUE.equals(docker.autoprovision())));
    } else {
      plan.setEmpty(EmptyVolume.getDefaultInstance());
    }
    return plan.build();
  }
}
