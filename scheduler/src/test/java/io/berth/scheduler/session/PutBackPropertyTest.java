package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However often and however far a state is put back, and whatever is lost with streams meanwhile:
 * once it is quiet, what hosts hold is what is known and desired, and nothing that ran was ended by
 * it. Random histories with two hosts, one for each seed.
 */
final class PutBackPropertyTest {
  private static final int SEEDS = 100;
  private static final int STEPS = 400;

  static List<Long> seeds() {
    return LongStream.rangeClosed(1, SEEDS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatHostsHoldIsWhatIsKnownOnceItIsQuiet(long seed) {
    History history = run(seed, false);
    assertEquals(history.desired(), history.held(), "seed " + seed);
    assertEquals(Set.of(), history.endedByNobody(), "seed " + seed);
    assertEquals(List.of(), history.world.alarms, "seed " + seed);
    StateInvariants.check(history.world.store.snapshot());
  }

  /** The same must see agents that cannot tell what they have promised. */
  @Test
  void agentThatForgetsItsPromisesIsFound() {
    assertTrue(
        LongStream.rangeClosed(1, 20)
            .mapToObj(seed -> run(seed, true))
            .anyMatch(history ->
                !history.desired().equals(history.held()) && !history.world.alarms.isEmpty()));
  }

  private static History run(long seed, boolean isForgetful) {
    History history = new History(new SplittableRandom(seed), isForgetful);
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
    history.quiet();
    return history;
  }

  /** One scheduler, two agents, and what happens to them. */
  private static final class History {
    private final SessionWorld world = new SessionWorld();
    private final RandomGenerator random;
    private final Map<HostId, ModelAgent> agents = new TreeMap<>();
    private final Map<HostId, SessionWorld.Line> lines = new TreeMap<>();
    private final List<TaskId> tasks = new ArrayList<>();
    private final Set<String> stopped = new HashSet<>();
    private Snapshot backup;

    History(RandomGenerator random, boolean isForgetful) {
      this.random = random;
      for (HostId host : List.of(SessionWorld.HOST, SessionWorld.OTHER_HOST)) {
        ModelAgent agent = new ModelAgent(random);
        agent.isForgetful = isForgetful;
        agents.put(host, agent);
        connect(host);
      }
      backup = world.store.snapshot();
    }

    private HostId any() {
      return random.nextBoolean() ? SessionWorld.HOST : SessionWorld.OTHER_HOST;
    }

    void step() {
      HostId host = any();
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> tasks.add(world.newTask(host));
        case 3 -> stopAny();
        case 4, 5 -> agent(host).work();
        case 6 -> rare(host);
        case 7, 8, 9, 10, 11, 12 -> deliverToScheduler(host);
        default -> deliverToAgent(host);
      }
      reconnectIfNeeded();
    }

    private void rare(HostId host) {
      switch (random.nextInt(7)) {
        case 0 -> {
          world.cut(line(host));
          line(host).stream().ended = true;
        }
        case 1 -> agent(host).restart();
        case 2 -> backup = world.store.snapshot();
        case 3 -> world.putBack(backup);
        case 4 -> world.restart();
        default -> world.pass(Duration.ofSeconds(2));
      }
    }

    private ModelAgent agent(HostId host) {
      return Objects.requireNonNull(agents.get(host));
    }

    private SessionWorld.Line line(HostId host) {
      return Objects.requireNonNull(lines.get(host));
    }

    private void reconnectIfNeeded() {
      agents.forEach((host, agent) -> {
        if (!agent.isConnected()) {
          connect(host);
        }
      });
    }

    private void connect(HostId host) {
      SessionWorld.Line next = world.connect(host);
      agent(host).connect(next.stream());
      lines.put(host, next);
    }

    private void stopAny() {
      if (tasks.isEmpty()) {
        return;
      }
      TaskId id = tasks.get(random.nextInt(tasks.size()));
      stopped.add(id.text());
      world.stop(id);
    }

    private void deliverToScheduler(HostId host) {
      AgentMessage message = line(host).stream().toScheduler.poll();
      if (message != null) {
        world.deliver(line(host), message);
      }
    }

    private void deliverToAgent(HostId host) {
      SchedulerMessage message = line(host).stream().toPeer.poll();
      if (message != null) {
        agent(host).receive(message);
      }
    }

    void quiet() {
      for (int round = 0; round < 100; round++) {
        world.settle();
        agents.values().forEach(ModelAgent::stopAllThatShall);
        for (int message = 0; message < 100; message++) {
          agents.keySet().forEach(this::deliverToAgent);
          agents.keySet().forEach(this::deliverToScheduler);
        }
        reconnectIfNeeded();
        if (round % 10 == 0) {
          world.pass(Duration.ofSeconds(61));
        }
      }
    }

    Map<String, DesiredTaskState> desired() {
      Map<String, DesiredTaskState> desired = new TreeMap<>();
      for (Task task : world.store.snapshot().rows(Tables.TASKS)) {
        if (!task.isOver()) {
          desired.put(task.host() + "/" + task.id(), AssignmentWire.desired(task.isWanted()));
        }
      }
      return desired;
    }

    Map<String, DesiredTaskState> held() {
      Map<String, DesiredTaskState> held = new TreeMap<>();
      agents.forEach((host, agent) ->
          agent.tasks.forEach((id, task) -> held.put(host + "/" + id, task.desired)));
      return held;
    }

    /** Tasks that were told to stop although nobody has ever wanted that. */
    Set<String> endedByNobody() {
      Set<String> ended = new HashSet<>();
      for (ModelAgent agent : agents.values()) {
        agent.toldToStop.stream().filter(id -> !stopped.contains(id)).forEach(ended::add);
      }
      return ended;
    }
  }
}
