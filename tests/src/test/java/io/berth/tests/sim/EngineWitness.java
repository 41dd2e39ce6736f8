package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.FakeHost;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sees what one host's engine really does: never two runs where one was promised, never more at
 * once than the host has. Looks after each act that can have changed something.
 */
final class EngineWitness {
  private final Surroundings world;
  private final String name;
  private final FakeHost engine;
  private final StoreWitness store;
  private final Resources size;
  private final Map<Place, Set<String>> runs = new TreeMap<>();
  private final Map<Place, Integer> mayRunAgain = new TreeMap<>();
  private final Map<ContainerId, ContainerDetails> known = new LinkedHashMap<>();
  private final Set<Place> removed = new TreeSet<>();
  private final Set<TaskId> toldToStop = new TreeSet<>();
  private long acts;

  /** One container of one task, however often it is made. */
  record Place(String task, String container) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTask = task.compareTo(other.task);
      return byTask != 0 ? byTask : container.compareTo(other.container);
    }
  }

  EngineWitness(
      Surroundings world, String name, FakeHost engine, StoreWitness store, Resources size) {
    this.world = world;
    this.name = name;
    this.engine = engine;
    this.store = store;
    this.size = size;
  }

  /** The agent is about to end that container, if it runs. */
  void stopping(ContainerId id) {
    ContainerDetails one = known.get(id);
    if (one == null || one.state() != ContainerState.RUNNING) {
      return;
    }
    TaskId task = TaskId.parse(place(one).task());
    toldToStop.add(task);
    world
        .findings()
        .require(
            !store.targets().isRouted(task),
            name + " stops " + text(place(one)) + ", and its target is still in the tables");
  }

  /** Whether its agent has ended a container of that task which ran. */
  boolean wasToldToStop(TaskId task) {
    return toldToStop.contains(task);
  }

  /** How often something was made, started, stopped or removed. */
  long acts() {
    return acts;
  }

  /** What has just been done may have changed something. */
  void look() {
    acts++;
    Set<ContainerId> there = new HashSet<>();
    boolean started = false;
    for (ContainerDetails one : engine.allContainers()) {
      there.add(one.id());
      ContainerDetails before = known.put(one.id(), one);
      if (before == null || !before.equals(one)) {
        started |= changed(one);
      }
    }
    for (ContainerId id : List.copyOf(known.keySet())) {
      if (!there.contains(id)) {
        ContainerDetails gone = Optional.ofNullable(known.remove(id)).orElseThrow();
        tell(place(gone), "removed");
        removed.add(place(gone));
      }
    }
    if (started) {
      checkPorts();
      checkSize();
      store.leases().started();
    }
  }

  private boolean changed(ContainerDetails one) {
    Place place = place(one);
    tell(place, one.state() + (one.exitCode().isPresent() ? " " + one.exitCode().getAsInt() : ""));
    if (one.startedAt().isEmpty()) {
      return false;
    }
    Set<String> seen = runs.computeIfAbsent(place, _ -> new TreeSet<>());
    boolean fresh = seen.add(one.id().text() + " " + one.startedAt().get());
    int allowed = 1 + mayRunAgain.getOrDefault(place, 0);
    world
        .findings()
        .require(
            seen.size() <= allowed,
            name + " ran " + text(place) + " " + seen.size() + " times, at most " + allowed);
    return fresh;
  }

  private void checkPorts() {
    Set<Integer> taken = new HashSet<>();
    Set<Place> running = new TreeSet<>();
    for (ContainerDetails one : running()) {
      world
          .findings()
          .require(running.add(place(one)), name + " runs " + text(place(one)) + " twice");
      for (BoundPort port : one.ports()) {
        world
            .findings()
            .require(taken.add(port.hostPort()), name + " gave a port twice: " + port.hostPort());
      }
    }
  }

  private void checkSize() {
    Resources taken = Resources.NONE;
    Set<String> tasks = new TreeSet<>();
    for (ContainerDetails one : running()) {
      tasks.add(place(one).task());
    }
    Set<String> given = new HashSet<>();
    for (String task : tasks) {
      taken = taken.plus(store.asked(TaskId.parse(task)));
      for (String device : store.devices(TaskId.parse(task))) {
        world.findings().require(given.add(device), name + " runs two tasks on " + device);
      }
    }
    world.findings().require(StoreWitness.fits(taken, size), name + " is over-committed: " + taken);
  }

  /** Those that run now, in the order in which they were made. */
  List<ContainerDetails> running() {
    return known.values().stream().filter(one -> one.state() == ContainerState.RUNNING).toList();
  }

  /** The host has begun anew, so what it had promised starts once more. */
  void hostBeganAnew() {
    runs.keySet().forEach(place -> mayRunAgain.merge(place, 1, Integer::sum));
  }

  /** Of what the engine has no trace of and no journal tells, nobody can know that it ran. */
  void journalIsLost() {
    Set<Place> there = new TreeSet<>();
    known.values().forEach(one -> there.add(place(one)));
    runs.keySet().stream()
        .filter(place -> !there.contains(place))
        .forEach(place -> mayRunAgain.merge(place, 1, Integer::sum));
  }

  /** The code with which it last ended, if it is there to be asked. */
  Optional<OptionalInt> exitCode(Place place) {
    return known.values().stream()
        .filter(one -> place(one).equals(place))
        .filter(one -> one.startedAt().isPresent())
        .map(ContainerDetails::exitCode)
        .reduce((_, later) -> later);
  }

  /** Whether its task counted as ended by its lease, before anybody could tell how it ended. */
  boolean hasExpired(Place place) {
    return store.leases().isExpired(TaskId.parse(place.task()));
  }

  boolean wasRemoved(Place place) {
    return removed.contains(place);
  }

  static Place place(ContainerDetails one) {
    var labels = one.labels().orElseThrow();
    return new Place(labels.taskId().text(), labels.container());
  }

  private void tell(Place place, String what) {
    world.story().tell(name + " has " + text(place) + " " + what);
  }

  private static String text(Place place) {
    return WireWitness.shortId(place.task()) + "/" + place.container();
  }
}
