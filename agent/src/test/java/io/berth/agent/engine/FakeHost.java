package io.berth.agent.engine;

import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.FakeFaults.Fault;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A host with an engine in memory, which outlives the agents that use it through a {@link
 * FakeEngine} each. Nothing happens by itself: what programs do when started or told to stop, a
 * {@link Program} says; all the rest that can happen to containers and engines is a method here.
 * Time is the clock's alone. Any thread may call.
 */
public final class FakeHost {

  final Map<ContainerId, FakeContainer> containers = new LinkedHashMap<>();
  final Map<String, VolumeSpec> volumes = new HashMap<>();
  final Map<String, Image> images = new HashMap<>();
  final Map<String, Image> registry = new HashMap<>();
  final FakeFaults faults;
  private final Set<String> deniedImages = new TreeSet<>();
  private final Set<BoundPort> strangersPorts = new HashSet<>();
  private final List<FakeEventStream> streams = new ArrayList<>();
  private final InstantSource clock;
  private final Program program;
  private long made;

  /** Slow calls hand the time that they take to the consumer, which may move the clock. */
  public FakeHost(InstantSource clock, Program program, Consumer<Duration> passTime) {
    this.clock = clock;
    this.program = program;
    faults = new FakeFaults(passTime);
  }

  // ------------------------------------------------------------------ what tests do to the host

  /** The engine has that image without any pull; it came from no registry. */
  public synchronized void addImage(String reference) {
    images.put(reference, new Image("fake:" + reference, Optional.empty()));
  }

  /** The registry has that image under that digest. */
  public synchronized void offerImage(String reference, String digest) {
    registry.put(reference, new Image("fake:" + reference, Optional.of(digest)));
  }

  /** The registry wants credentials for that image. */
  public synchronized void denyImage(String reference) {
    deniedImages.add(reference);
  }

  /** Another program of the host listens there. */
  public synchronized void takePort(BoundPort port) {
    strangersPorts.add(port);
  }

  /** The other program has ended. */
  public synchronized void freePort(BoundPort port) {
    strangersPorts.remove(port);
  }

  /** A container's program ends by itself. */
  public synchronized void exit(ContainerId id, int code) {
    end(running(id), code);
  }

  /** A container's memory is used up and the kernel kills it. */
  public synchronized void runOutOfMemory(ContainerId id) {
    endOutOfMemory(running(id));
  }

  /** A container's health check says something else. */
  public synchronized void judge(ContainerId id, Health verdict) {
    FakeContainer container = running(id);
    container.judge(verdict);
    tell(ContainerEvent.Kind.HEALTH_CHANGED, container);
  }

  /** Somebody removes a container behind the agent's back. */
  public synchronized void removeByHand(ContainerId id) {
    removeNow(known(id));
  }

  /** The engine does not listen; every stream of events breaks, containers run on. */
  public synchronized void engineGoesAway() {
    faults.goAway();
    breakStreams();
  }

  /** The engine takes calls and does not answer; streams stay open and silent. */
  public synchronized void engineHangs() {
    faults.hang();
  }

  /** The engine is as it was before it went away or hung. */
  public synchronized void engineRecovers() {
    faults.recover();
  }

  /** The engine starts anew without live-restore: it has ended every container. */
  public synchronized void engineRestartsAndEndsContainers() {
    breakStreams();
    containers.values().stream().filter(FakeContainer::isRunning).forEach(one -> end(one, 137));
    faults.recover();
  }

  /** The next call of that verb takes so long. */
  public synchronized void slowNext(EngineVerb verb, Duration time) {
    faults.add(verb, new Fault.Slow(time));
  }

  /** The next call of that verb fails without effect. */
  public synchronized void failNext(EngineVerb verb, EngineException failure) {
    faults.add(verb, new Fault.Refused(failure));
  }

  /** The next call of that verb has its effect, but its caller hears of a failure. */
  public synchronized void loseNextAnswer(EngineVerb verb, EngineException failure) {
    faults.add(verb, new Fault.AnswerLost(failure));
  }

  /** Every container, also those of others, in the order in which they were made. */
  public synchronized List<ContainerDetails> allContainers() {
    return containers.values().stream().map(FakeContainer::details).toList();
  }

  // ------------------------------------------------------------------ what the engine's verbs do

  Image pullNow(String reference) throws EngineException {
    if (deniedImages.contains(reference)) {
      throw new EngineException(Kind.PULL_DENIED, false, "pull access denied for " + reference);
    }
    Image image = registry.get(reference);
    if (image == null) {
      throw new EngineException(Kind.PULL, false, "manifest for " + reference + " not found");
    }
    images.put(reference, image);
    return image;
  }

  ContainerId createNow(ContainerSpec spec) throws EngineException {
    if (!images.containsKey(spec.plan().image())) {
      throw new EngineException(Kind.IMAGE_MISSING, false, "No such image: " + spec.plan().image());
    }
    if (containers.values().stream()
        .anyMatch(one -> one.spec.engineName().equals(spec.engineName()))) {
      throw new EngineException(
          Kind.NAME_TAKEN, false, "the name " + spec.engineName() + " is already in use");
    }
    for (ContainerSpec.Mount mount : spec.mounts()) {
      if (mount.source() instanceof ContainerSpec.MountSource.EngineVolume(String name)
          && !volumes.containsKey(name)) {
        throw new EngineException(Kind.VOLUME, false, "no such volume: " + name);
      }
    }
    var id = new ContainerId(String.format("%064x", ++made));
    containers.put(id, new FakeContainer(id, spec, clock.instant()));
    return id;
  }

  void startNow(FakeContainer container) throws EngineException {
    if (container.isRunning()) {
      return;
    }
    for (BoundPort port : container.spec.ports()) {
      if (isTaken(port)) {
        throw new EngineException(
            Kind.PORT_TAKEN, true, port.hostPort() + " failed: port is already allocated");
      }
    }
    container.start(clock.instant());
    tell(ContainerEvent.Kind.STARTED, container);
    if (program.eatsMemory(container.spec.plan())) {
      endOutOfMemory(container);
    } else {
      program.exitWhenStarted(container.spec.plan()).ifPresent(code -> end(container, code));
    }
  }

  void stopNow(FakeContainer container) {
    if (container.isRunning()) {
      end(container, program.exitWhenToldToStop(container.spec.plan()).orElse(137));
    }
  }

  void killNow(FakeContainer container) {
    if (container.isRunning()) {
      end(container, 137);
    }
  }

  void removeNow(FakeContainer container) {
    killNow(container);
    containers.remove(container.id);
    tell(ContainerEvent.Kind.REMOVED, container);
  }

  FakeEventStream openStream(String agent) {
    streams.removeIf(FakeEventStream::isOver);
    var stream = new FakeEventStream(agent);
    streams.add(stream);
    return stream;
  }

  private void end(FakeContainer container, int code) {
    container.end(code, clock.instant());
    tell(ContainerEvent.Kind.ENDED, container);
  }

  private void endOutOfMemory(FakeContainer container) {
    tell(ContainerEvent.Kind.OUT_OF_MEMORY, container);
    container.endOutOfMemory(clock.instant());
    tell(ContainerEvent.Kind.ENDED, container);
  }

  private FakeContainer running(ContainerId id) {
    FakeContainer container = known(id);
    if (!container.isRunning()) {
      throw new IllegalStateException("container " + id + " does not run");
    }
    return container;
  }

  private FakeContainer known(ContainerId id) {
    FakeContainer container = containers.get(id);
    if (container == null) {
      throw new IllegalStateException("there is no container " + id);
    }
    return container;
  }

  private boolean isTaken(BoundPort wanted) {
    return strangersPorts.stream().anyMatch(one -> clashes(one, wanted))
        || containers.values().stream()
            .flatMap(one -> one.openPorts().stream())
            .anyMatch(one -> clashes(one, wanted));
  }

  private static boolean clashes(BoundPort one, BoundPort other) {
    return one.hostPort() == other.hostPort()
        && one.protocol() == other.protocol()
        && (one.hostAddress().equals(other.hostAddress())
            || Set.of("0.0.0.0", "::").contains(one.hostAddress())
            || Set.of("0.0.0.0", "::").contains(other.hostAddress()));
  }

  private void tell(ContainerEvent.Kind kind, FakeContainer container) {
    Instant now = clock.instant();
    ContainerLabels labels = container.spec.labels();
    for (FakeEventStream stream : streams) {
      if (stream.agent.equals(labels.agent())) {
        stream.add(
            new ContainerEvent(kind, container.id, labels.taskId(), labels.container(), now));
      }
    }
  }

  private void breakStreams() {
    streams.forEach(
        one -> one.end(new EngineException(Kind.UNAVAILABLE, true, "the engine went away")));
    streams.clear();
  }
}
