package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.engine.EngineDescription;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EventStream;
import io.berth.agent.engine.Image;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.engine.VolumeSummary;
import io.berth.agent.model.ContainerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An engine as one life of an agent reaches it: before and after whatever it does the agent may
 * die, and the witness looks. Also the place of the planted bugs of engines.
 */
final class WatchedEngine implements ContainerEngine {
  private final ContainerEngine engine;
  private final Life life;
  private final Surroundings world;
  private final Watcher watcher;

  /** Who looks at what is done. */
  interface Watcher {
    void stopping(ContainerId id);

    void changed();
  }

  WatchedEngine(ContainerEngine engine, Life life, Surroundings world, Watcher watcher) {
    this.engine = engine;
    this.life = life;
    this.world = world;
    this.watcher = watcher;
  }

  /** Something that the engine does and that outlives the agent. */
  private interface Act<T> {
    T perform() throws EngineException;
  }

  private <T> T act(String what, Act<T> act) throws EngineException {
    life.effect(what + " before it is done");
    T result;
    try {
      result = act.perform();
    } finally {
      watcher.changed();
    }
    life.effect(what + " after it is done");
    return result;
  }

  @Override
  public EngineDescription describe() throws EngineException {
    return engine.describe();
  }

  @Override
  public void ping() throws EngineException {
    engine.ping();
  }

  @Override
  public Image pull(String reference) throws EngineException {
    return engine.pull(reference);
  }

  @Override
  public Optional<Image> image(String reference) throws EngineException {
    return engine.image(reference);
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws EngineException {
    return act("a create", () -> engine.create(spec));
  }

  @Override
  public void start(ContainerId id) throws EngineException {
    act(
        "a start",
        () -> {
          engine.start(id);
          return "";
        });
    if (world.strikes(Defect.STARTED_TWICE, 30)) {
      life.after(Duration.ofSeconds(2), () -> startAgain(id));
    }
  }

  /** What a doubled word would do: a run more. */
  private void startAgain(ContainerId id) {
    try {
      engine.kill(id);
      engine.start(id);
    } catch (EngineException _) {
      // It is gone by now.
    }
    watcher.changed();
  }

  @Override
  public ContainerDetails inspect(ContainerId id) throws EngineException {
    ContainerDetails one = engine.inspect(id);
    boolean failed = one.exitCode().isPresent() && one.exitCode().getAsInt() > 0;
    return failed && world.strikes(Defect.EXIT_CODE_LOST, 20) ? ended(one) : one;
  }

  private static ContainerDetails ended(ContainerDetails one) {
    return new ContainerDetails(
        one.id(),
        one.engineName(),
        one.allLabels(),
        one.state(),
        OptionalInt.of(0),
        one.outOfMemory(),
        one.health(),
        one.imageId(),
        one.ports(),
        one.createdAt(),
        one.startedAt(),
        one.finishedAt(),
        one.engineSentence());
  }

  @Override
  public void stop(ContainerId id, Duration timeout) throws EngineException {
    act(
        "a stop",
        () -> {
          watcher.stopping(id);
          engine.stop(id, timeout);
          return "";
        });
  }

  @Override
  public void kill(ContainerId id) throws EngineException {
    act(
        "a kill",
        () -> {
          watcher.stopping(id);
          engine.kill(id);
          return "";
        });
  }

  @Override
  public void remove(ContainerId id) throws EngineException {
    act(
        "a removal",
        () -> {
          watcher.stopping(id);
          engine.remove(id);
          return "";
        });
  }

  @Override
  public List<ContainerSummary> list() throws EngineException {
    List<ContainerSummary> all = engine.list();
    if (all.isEmpty() || !world.strikes(Defect.CONTAINER_HIDDEN, 3)) {
      return all;
    }
    List<ContainerSummary> fewer = new ArrayList<>(all);
    fewer.remove(world.random().nextInt(fewer.size()));
    return fewer;
  }

  @Override
  public void createVolume(VolumeSpec spec) throws EngineException {
    engine.createVolume(spec);
  }

  @Override
  public void removeVolume(String engineName) throws EngineException {
    engine.removeVolume(engineName);
  }

  @Override
  public List<VolumeSummary> listVolumes() throws EngineException {
    return engine.listVolumes();
  }

  @Override
  public boolean hasVolume(String engineName) throws EngineException {
    return engine.hasVolume(engineName);
  }

  @Override
  public EventStream events() throws EngineException {
    return engine.events();
  }

  @Override
  public void close() {
    engine.close();
  }
}
