package io.berth.agent.engine;

import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.FakeFaults.Work;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.agent.model.HostFacts.EngineKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The engine of a {@link FakeHost} as one agent sees it: verbs take effect at once and nothing
 * waits, so one thread is enough for agent and world. Another one for the same host is the agent
 * after its restart, or a stranger.
 */
public final class FakeEngine implements ContainerEngine {

  private static final EngineDescription DESCRIPTION =
      new EngineDescription(
          new EngineFacts(EngineKind.DOCKER, "20.10.0-fake", "1.41"),
          Architecture.X86_64,
          4,
          8L << 30,
          2,
          "Fake Linux",
          "6.1.0",
          false);

  private final String agent;
  private final FakeHost host;

  public FakeEngine(String agent, FakeHost host) {
    this.agent = agent;
    this.host = host;
  }

  @Override
  public EngineDescription describe() throws EngineException {
    return call(EngineVerb.DESCRIBE, () -> DESCRIPTION);
  }

  @Override
  public void ping() throws EngineException {
    run(EngineVerb.PING, () -> {});
  }

  @Override
  public Image pull(String reference) throws EngineException {
    return call(EngineVerb.PULL, () -> host.pullNow(reference));
  }

  @Override
  public Optional<Image> image(String reference) throws EngineException {
    return call(EngineVerb.IMAGE, () -> Optional.ofNullable(host.images.get(reference)));
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws EngineException {
    if (!spec.labels().agent().equals(agent)) {
      throw new IllegalArgumentException("a container of agent " + spec.labels().agent());
    }
    return call(EngineVerb.CREATE, () -> host.createNow(spec));
  }

  @Override
  public void start(ContainerId id) throws EngineException {
    run(EngineVerb.START, () -> host.startNow(ours(id)));
  }

  @Override
  public ContainerDetails inspect(ContainerId id) throws EngineException {
    return call(EngineVerb.INSPECT, () -> known(id).details());
  }

  @Override
  public void stop(ContainerId id, Duration timeout) throws EngineException {
    run(EngineVerb.STOP, () -> host.stopNow(ours(id)));
  }

  @Override
  public void kill(ContainerId id) throws EngineException {
    run(EngineVerb.KILL, () -> host.killNow(ours(id)));
  }

  @Override
  public void remove(ContainerId id) throws EngineException {
    run(
        EngineVerb.REMOVE,
        () -> {
          if (host.containers.containsKey(id)) {
            host.removeNow(ours(id));
          }
        });
  }

  @Override
  public List<ContainerSummary> list() throws EngineException {
    return call(
        EngineVerb.LIST,
        () ->
            host.containers.values().stream()
                .filter(one -> one.spec.labels().agent().equals(agent))
                .map(
                    one -> new ContainerSummary(one.id, one.spec.labels(), one.labels, one.state()))
                .toList());
  }

  @Override
  public void createVolume(VolumeSpec spec) throws EngineException {
    run(
        EngineVerb.VOLUME,
        () -> {
          requireOurs(host.volumes.computeIfAbsent(spec.engineName(), _ -> spec));
        });
  }

  @Override
  public void removeVolume(String engineName) throws EngineException {
    run(
        EngineVerb.VOLUME,
        () -> {
          VolumeSpec found = host.volumes.get(engineName);
          if (found != null) {
            requireOurs(found);
            requireUnused(engineName);
            host.volumes.remove(engineName);
          }
        });
  }

  @Override
  public List<VolumeSummary> listVolumes() throws EngineException {
    return call(
        EngineVerb.VOLUME,
        () ->
            host.volumes.values().stream()
                .filter(one -> one.agent().equals(agent))
                .map(one -> new VolumeSummary(one.engineName(), one.taskId()))
                .toList());
  }

  @Override
  public boolean hasVolume(String engineName) throws EngineException {
    return call(EngineVerb.VOLUME, () -> host.volumes.containsKey(engineName));
  }

  @Override
  public EventStream events() throws EngineException {
    return call(EngineVerb.EVENTS, () -> host.openStream(agent));
  }

  @Override
  public void close() {}

  private FakeContainer known(ContainerId id) throws EngineException {
    FakeContainer container = host.containers.get(id);
    if (container == null) {
      throw new EngineException(Kind.NO_CONTAINER, false, "No such container: " + id);
    }
    return container;
  }

  private FakeContainer ours(ContainerId id) throws EngineException {
    FakeContainer container = known(id);
    if (!container.spec.labels().agent().equals(agent)) {
      throw new EngineException(Kind.FOREIGN, false, "container " + id + " is not of this agent");
    }
    return container;
  }

  private void requireOurs(VolumeSpec volume) throws EngineException {
    if (!volume.agent().equals(agent)) {
      throw new EngineException(
          Kind.FOREIGN, false, "volume " + volume.engineName() + " is not of this agent");
    }
  }

  private void requireUnused(String volume) throws EngineException {
    var source = new ContainerSpec.MountSource.EngineVolume(volume);
    boolean isUsed =
        host.containers.values().stream()
            .flatMap(one -> one.spec.mounts().stream())
            .anyMatch(mount -> mount.source().equals(source));
    if (isUsed) {
      throw new EngineException(Kind.VOLUME, false, "volume " + volume + " is in use");
    }
  }

  private <T> T call(EngineVerb verb, Work<T> work) throws EngineException {
    synchronized (host) {
      return host.faults.around(verb, work);
    }
  }

  private void run(EngineVerb verb, Step step) throws EngineException {
    Object _ =
        call(
            verb,
            () -> {
              step.run();
              return "";
            });
  }

  /** A verb without an answer. */
  private interface Step {
    void run() throws EngineException;
  }
}
