package io.berth.agent.task;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.Image;
import io.berth.agent.engine.VolumeSummary;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Performs blocking steps: turns each into one engine verb and its end into an outcome. Not more
 * than a few verbs run at once; pulls and stops, which last, have bounds of their own so that they
 * hold up nobody else. May be called from any thread.
 */
final class EngineCalls {
  private static final int MOST_SHORT_CALLS = 16;
  private static final int MOST_STOPS = 256;

  private final ContainerEngine engine;
  private final ImagePulls pulls;
  private final DynamicPorts ports;
  private final TaskSettings settings;
  private final Semaphore shortCalls = new Semaphore(MOST_SHORT_CALLS, true);
  private final Semaphore stopCalls = new Semaphore(MOST_STOPS, true);

  EngineCalls(ContainerEngine engine, ImagePulls pulls, DynamicPorts ports, TaskSettings settings) {
    this.engine = engine;
    this.pulls = pulls;
    this.ports = ports;
    this.settings = settings;
  }

  Outcome perform(TaskId task, Step.Blocking step) {
    Optional<Semaphore> bound = bound(step);
    try {
      if (bound.isPresent()) {
        bound.get().acquire();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(Kind.INTERRUPTED, true, "waiting for a call was interrupted");
    }
    try {
      return call(task, step);
    } catch (EngineException e) {
      return new Outcome.Failed(e.kind(), e.isTemporary(), e.detail());
    } finally {
      bound.ifPresent(Semaphore::release);
    }
  }

  private Optional<Semaphore> bound(Step.Blocking step) {
    return switch (step) {
      // Who waits for another's pull takes no place away: the pulls themselves are bounded.
      case Step.Pull _ -> Optional.empty();
      case Step.Stop _, Step.Kill _ -> Optional.of(stopCalls);
      case Step.Find _,
          Step.Look _,
          Step.FindImage _,
          Step.MakeVolume _,
          Step.CheckVolume _,
          Step.PickPorts _,
          Step.Create _,
          Step.Start _,
          Step.Remove _,
          Step.FindVolumes _,
          Step.RemoveVolume _ ->
          Optional.of(shortCalls);
    };
  }

  private Outcome call(TaskId task, Step.Blocking step) throws EngineException {
    return switch (step) {
      case Step.Find _ -> new Outcome.Found(find(task));
      case Step.Look(_, ContainerId id) -> look(id);
      case Step.FindImage(_, String reference, boolean onlyIfPulled) ->
          new Outcome.ImageFound(findImage(reference, onlyIfPulled));
      case Step.Pull(_, String reference) ->
          new Outcome.ImageFound(Optional.of(pulls.pull(reference)));
      case Step.MakeVolume make -> makeVolume(make);
      case Step.CheckVolume(_, String name) -> new Outcome.VolumeChecked(engine.hasVolume(name));
      case Step.PickPorts(var wishes) -> pick(task, wishes);
      case Step.Create(_, var spec) -> new Outcome.Created(engine.create(spec));
      case Step.Start(_, ContainerId id) -> {
        engine.start(id);
        yield new Outcome.Succeeded();
      }
      case Step.Stop(_, ContainerId id, var timeout) -> {
        engine.stop(id, timeout);
        yield new Outcome.Succeeded();
      }
      case Step.Kill(_, ContainerId id) -> {
        engine.kill(id);
        yield new Outcome.Succeeded();
      }
      case Step.Remove(_, ContainerId id) -> {
        engine.remove(id);
        yield new Outcome.Succeeded();
      }
      case Step.FindVolumes _ -> new Outcome.VolumesFound(findVolumes(task));
      case Step.RemoveVolume(String name) -> {
        engine.removeVolume(name);
        yield new Outcome.Succeeded();
      }
    };
  }

  private Map<String, ContainerId> find(TaskId task) throws EngineException {
    var found = new HashMap<String, ContainerId>();
    for (ContainerSummary one : engine.list()) {
      if (one.labels().taskId().equals(task)) {
        // Should somebody have copied a container with its labels, the running one counts.
        if (one.state() == ContainerState.RUNNING || !found.containsKey(one.labels().container())) {
          found.put(one.labels().container(), one.id());
        }
      }
    }
    return found;
  }

  private Outcome look(ContainerId id) throws EngineException {
    try {
      return new Outcome.Looked(Optional.of(engine.inspect(id)));
    } catch (EngineException e) {
      if (e.kind() == Kind.NO_CONTAINER) {
        return new Outcome.Looked(Optional.empty());
      }
      throw e;
    }
  }

  private Optional<Image> findImage(String reference, boolean onlyIfPulled) throws EngineException {
    return onlyIfPulled && !pulls.wasEverPulled(reference)
        ? Optional.empty()
        : engine.image(reference);
  }

  /** A volume that outlives tasks may be there already, made by somebody else: that will do. */
  private Outcome makeVolume(Step.MakeVolume make) throws EngineException {
    boolean outlives = make.spec().taskId().isEmpty();
    if (!outlives || !engine.hasVolume(make.spec().engineName())) {
      engine.createVolume(make.spec());
    }
    return new Outcome.Succeeded();
  }

  private List<String> findVolumes(TaskId task) throws EngineException {
    return engine.listVolumes().stream()
        .filter(volume -> volume.taskId().filter(task::equals).isPresent())
        .map(VolumeSummary::engineName)
        .sorted()
        .toList();
  }

  private Outcome pick(TaskId task, List<Step.PortWish> wishes) {
    List<HostPort.Protocol> open =
        wishes.stream()
            .filter(wish -> wish.fixed().isEmpty())
            .map(Step.PortWish::protocol)
            .toList();
    return ports
        .pick(task, open)
        .<Outcome>map(picked -> new Outcome.Picked(bind(wishes, picked.iterator())))
        .orElseGet(Outcome.NoPortFree::new);
  }

  private Map<String, List<BoundPort>> bind(List<Step.PortWish> wishes, Iterator<HostPort> picked) {
    var bound = new HashMap<String, List<BoundPort>>();
    // Once: all ports of a task are reached by the same addresses.
    List<String> addresses = settings.bindAddresses().get();
    for (Step.PortWish wish : wishes) {
      int port = wish.fixed().orElseGet(() -> picked.next().port());
      for (String address : addresses) {
        bound
            .computeIfAbsent(wish.container(), _ -> new ArrayList<>())
            .add(new BoundPort(wish.containerPort(), port, wish.protocol(), address));
      }
    }
    return bound;
  }
}
