package io.berth.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DockerClientImpl;
import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerSpec.Mount;
import io.berth.agent.engine.ContainerSpec.MountSource;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.engine.EngineDescription;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import io.berth.agent.engine.Image;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.engine.VolumeSummary;
import io.berth.agent.model.ContainerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Docker Engine, or Podman by its Docker API. Any thread may call; nothing is kept that the
 * engine does not know better, except which containers are surely ours.
 */
public final class DockerEngine implements ContainerEngine {

  private final String agent;
  private final UnixHttpClient transport;
  private final DockerClient docker;
  private final DockerVolumes volumes;
  private final DockerEvents events;
  private final OwnContainers own = new OwnContainers();

  /** Of the agent of that identity; nothing is opened before the first call. */
  public DockerEngine(
      String agent, EngineSocket socket, CallDeadlines deadlines, InstantSource clock) {
    this.agent = agent;
    transport = new UnixHttpClient(socket, deadlines);
    docker = DockerClientImpl.getInstance(new ClientSettings(socket), transport);
    volumes = new DockerVolumes(agent, docker);
    events = new DockerEvents(agent, docker, clock);
  }

  @Override
  public EngineDescription describe() throws EngineException {
    return call(
        Kind.FAULT,
        () ->
            DescriptionMapping.map(
                docker.infoCmd().exec(), docker.versionCmd().exec(), transport.version()));
  }

  @Override
  public void ping() throws EngineException {
    call(Kind.FAULT, docker.pingCmd()::exec);
  }

  @Override
  public Image pull(String reference) throws EngineException {
    try (var watch = new PullWatch()) {
      call(Kind.PULL, () -> docker.pullImageCmd(ImageReference.pullable(reference)).exec(watch));
      watch.await();
    }
    return image(reference)
        .orElseThrow(
            () -> new EngineException(Kind.PULL, true, reference + " vanished after its pull"));
  }

  @Override
  public Optional<Image> image(String reference) throws EngineException {
    try {
      var answer = docker.inspectImageCmd(reference).exec();
      return Optional.of(
          new Image(
              String.valueOf(answer.getId()),
              ImageReference.digest(answer.getRepoDigests(), reference)));
    } catch (NotFoundException _) {
      return Optional.empty();
    } catch (RuntimeException failure) {
      throw Failures.of(Kind.FAULT, failure);
    }
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws EngineException {
    if (!spec.labels().agent().equals(agent)) {
      throw new IllegalArgumentException("a container of agent " + spec.labels().agent());
    }
    requireVolumes(spec.mounts());
    CreateContainerCmd command = docker.createContainerCmd(spec.plan().image());
    CreateMapping.fill(command, spec, imageEntryPoint(spec));
    String id = call(Kind.CREATE, () -> command.exec().getId());
    own.add(id);
    return new ContainerId(id);
  }

  /** Docker would make a missing volume by itself, without our labels. */
  private void requireVolumes(List<Mount> mounts) throws EngineException {
    for (Mount mount : mounts) {
      if (mount.source() instanceof MountSource.EngineVolume(String name)
          && !volumes.exists(name)) {
        throw new EngineException(Kind.VOLUME, false, "there is no volume " + name);
      }
    }
  }

  private Optional<List<String>> imageEntryPoint(ContainerSpec spec) throws EngineException {
    if (!CreateMapping.needsImageEntryPoint(spec)) {
      return Optional.empty();
    }
    return call(
        Kind.CREATE,
        () -> {
          var config = docker.inspectImageCmd(spec.plan().image()).exec().getConfig();
          String[] words = config == null ? null : config.getEntrypoint();
          return words == null ? Optional.of(List.of()) : Optional.of(List.of(words));
        });
  }

  @Override
  public void start(ContainerId id) throws EngineException {
    requireOurs(id);
    callOrUnchanged(Kind.START, docker.startContainerCmd(id.text())::exec);
  }

  @Override
  public ContainerDetails inspect(ContainerId id) throws EngineException {
    return call(Kind.FAULT, () -> DetailsMapping.map(docker.inspectContainerCmd(id.text()).exec()));
  }

  @Override
  public void stop(ContainerId id, Duration timeout) throws EngineException {
    requireOurs(id);
    int seconds = CreateMapping.wholeSeconds(timeout);
    callOrUnchanged(Kind.STOP, docker.stopContainerCmd(id.text()).withTimeout(seconds)::exec);
  }

  @Override
  public void kill(ContainerId id) throws EngineException {
    requireOurs(id);
    try {
      docker.killContainerCmd(id.text()).exec();
    } catch (ConflictException _) {
      // Docker's word for a container that does not run.
    } catch (RuntimeException failure) {
      throw Failures.of(Kind.STOP, failure);
    }
  }

  @Override
  public void remove(ContainerId id) throws EngineException {
    try {
      requireOurs(id);
      call(
          Kind.REMOVE,
          docker.removeContainerCmd(id.text()).withForce(true).withRemoveVolumes(true)::exec);
    } catch (EngineException failure) {
      if (failure.kind() != Kind.NO_CONTAINER) {
        throw failure;
      }
    }
    own.remove(id.text());
  }

  @Override
  public List<ContainerSummary> list() throws EngineException {
    List<Container> found =
        call(
            Kind.FAULT,
            () ->
                docker
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(ContainerLabels.AGENT, agent))
                    .exec());
    return found.stream().flatMap(one -> summary(one).stream()).toList();
  }

  private Optional<ContainerSummary> summary(Container found) {
    Map<String, String> labels = found.getLabels() == null ? Map.of() : found.getLabels();
    return ContainerLabels.read(labels)
        .map(ours -> {
          own.add(found.getId());
          return new ContainerSummary(
              new ContainerId(found.getId()),
              ours,
              labels,
              DetailsMapping.state(String.valueOf(found.getState())));
        });
  }

  @Override
  public void createVolume(VolumeSpec spec) throws EngineException {
    volumes.create(spec);
  }

  @Override
  public void removeVolume(String engineName) throws EngineException {
    volumes.remove(engineName);
  }

  @Override
  public List<VolumeSummary> listVolumes() throws EngineException {
    return volumes.list();
  }

  @Override
  public boolean hasVolume(String engineName) throws EngineException {
    return volumes.exists(engineName);
  }

  @Override
  public EventStream events() throws EngineException {
    return events.open();
  }

  @Override
  public void close() {
    transport.close();
  }

  private void requireOurs(ContainerId id) throws EngineException {
    if (own.contains(id.text())) {
      return;
    }
    ContainerDetails found = inspect(id);
    if (found.labels().filter(labels -> labels.agent().equals(agent)).isEmpty()) {
      throw new EngineException(
          Kind.FOREIGN, false, "container " + id + " is not of this agent and stays as it is");
    }
    own.add(id.text());
  }

  static <T> T call(Kind refused, Supplier<T> work) throws EngineException {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      throw Failures.of(refused, failure);
    }
  }

  /** Docker answers 304 when there is nothing to do. */
  private static void callOrUnchanged(Kind refused, Runnable work) throws EngineException {
    try {
      work.run();
    } catch (NotModifiedException _) {
      // As wished for.
    } catch (RuntimeException failure) {
      throw Failures.of(refused, failure);
    }
  }
}
