package io.berth.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.engine.VolumeSummary;
import io.berth.agent.model.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The volumes of one agent in its engine. */
final class DockerVolumes {

  private final String agent;
  private final DockerClient docker;

  DockerVolumes(String agent, DockerClient docker) {
    this.agent = agent;
    this.docker = docker;
  }

  void create(VolumeSpec spec) throws EngineException {
    Map<String, String> labels = new HashMap<>();
    labels.put(ContainerLabels.AGENT, spec.agent());
    labels.put(ContainerLabels.CLUSTER, spec.cluster());
    labels.put(VolumeSpec.VOLUME, spec.volume());
    spec.taskId().ifPresent(task -> labels.put(ContainerLabels.TASK, task.text()));
    DockerEngine.call(
        Kind.VOLUME,
        () -> docker.createVolumeCmd().withName(spec.engineName()).withLabels(labels).exec());
    // Docker hands out a volume that was there before without a word.
    if (find(spec.engineName()).filter(this::isOurs).isEmpty()) {
      throw foreign(spec.engineName());
    }
  }

  void remove(String name) throws EngineException {
    Optional<InspectVolumeResponse> found = find(name);
    if (found.isEmpty()) {
      return;
    }
    if (!isOurs(found.get())) {
      throw foreign(name);
    }
    try {
      docker.removeVolumeCmd(name).exec();
    } catch (NotFoundException _) {
      // Somebody was faster.
    } catch (RuntimeException failure) {
      throw Failures.of(Kind.VOLUME, failure);
    }
  }

  List<VolumeSummary> list() throws EngineException {
    List<InspectVolumeResponse> found =
        DockerEngine.call(
            Kind.VOLUME,
            () ->
                docker
                    .listVolumesCmd()
                    .withFilter("label", List.of(ContainerLabels.AGENT + "=" + agent))
                    .exec()
                    .getVolumes());
    return Objects.requireNonNullElse(found, List.<InspectVolumeResponse>of()).stream()
        .map(one -> new VolumeSummary(one.getName(), task(one)))
        .toList();
  }

  boolean exists(String name) throws EngineException {
    return find(name).isPresent();
  }

  private Optional<InspectVolumeResponse> find(String name) throws EngineException {
    try {
      return Optional.of(docker.inspectVolumeCmd(name).exec());
    } catch (NotFoundException _) {
      return Optional.empty();
    } catch (RuntimeException failure) {
      throw Failures.of(Kind.VOLUME, failure);
    }
  }

  private boolean isOurs(InspectVolumeResponse volume) {
    return agent.equals(labels(volume).get(ContainerLabels.AGENT));
  }

  private static Optional<TaskId> task(InspectVolumeResponse volume) {
    try {
      return Optional.ofNullable(labels(volume).get(ContainerLabels.TASK)).map(TaskId::new);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> labels(InspectVolumeResponse volume) {
    return volume.getLabels() == null ? Map.of() : volume.getLabels();
  }

  private static EngineException foreign(String name) {
    return new EngineException(
        Kind.FOREIGN, false, "volume " + name + " is not of this agent and stays as it is");
  }
}
