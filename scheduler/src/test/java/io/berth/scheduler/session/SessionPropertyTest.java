package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is lost with a stream, doubled or overtaken, and whoever starts anew: once it is quiet,
 * the agent holds exactly what is desired. Random histories, one for each seed.
 */
final class SessionPropertyTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 300;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agentHoldsWhatIsDesiredOnceItIsQuiet(long seed) {
    History history = new History(new SplittableRandom(seed));
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
    history.quiet();

    assertEquals(history.desired(), history.held(), "seed " + seed);
    assertEquals(List.of(), history.world.alarms, "seed " + seed);
    StateInvariants.check(history.world.store.snapshot());
  }

  /** One scheduler, one agent, and what happens to them. */
  private static final class History {
    private final SessionWorld world = new SessionWorld();
    private final RandomGenerator random;
    private final ModelAgent agent;
    private final List<TaskId> tasks = new ArrayList<>();
    private SessionWorld.Line line;

    History(RandomGenerator random) {
      this.random = random;
      this.agent = new ModelAgent(random);
      this.line = connect();
    }

    void step() {
      switch (random.nextInt(20)) {
        case 0, 1 -> tasks.add(world.newTask(SessionWorld.HOST));
        case 2 -> stopAny();
        case 3, 4, 5 -> agent.work();
        case 6 -> agent.repeat();
        case 7 -> line.stream().ready = random.nextBoolean();
        case 8 -> repeatOne();
        case 9 -> world.settle();
        case 10 -> rare();
        case 11, 12, 13, 14, 15 -> deliverToScheduler();
        default -> deliverToAgent();
      }
      reconnectIfNeeded();
    }

    private void rare() {
      switch (random.nextInt(6)) {
        case 0 -> {
          world.cut(line);
          line.stream().ended = true;
        }
        case 1 -> agent.restart();
        case 2 -> world.restart();
        case 3 -> world.pass(Duration.ofSeconds(random.nextInt(70)));
        default -> world.pass(Duration.ofSeconds(2));
      }
    }

    private void reconnectIfNeeded() {
      if (!agent.isConnected()) {
        line = connect();
      }
    }

    private SessionWorld.Line connect() {
      SessionWorld.Line next = world.connect(SessionWorld.HOST);
      agent.connect(next.stream());
      return next;
    }

    private void stopAny() {
      if (!tasks.isEmpty()) {
        world.stop(tasks.get(random.nextInt(tasks.size())));
      }
    }

    /** A report that is on its way arrives a second time, maybe behind a later one. */
    private void repeatOne() {
      Deque<AgentMessage> wire = line.stream().toScheduler;
      wire.stream()
          .filter(message -> message.hasReport() || message.hasDesiredAck())
          .findFirst()
          .ifPresent(wire::addLast);
    }

    private void deliverToScheduler() {
      AgentMessage message = line.stream().toScheduler.poll();
      if (message != null) {
        world.deliver(line, message);
      }
    }

    private void deliverToAgent() {
      SchedulerMessage message = line.stream().toPeer.poll();
      if (message != null) {
        agent.receive(message);
      }
    }

    void quiet() {
      for (int round = 0; round < 100; round++) {
        line.stream().ready = true;
        world.settle();
        for (int message = 0; message < 100; message++) {
          deliverToAgent();
          deliverToScheduler();
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
          desired.put(task.id().text(), AssignmentWire.desired(task.isWanted()));
        }
      }
      return desired;
    }

    Map<String, DesiredTaskState> held() {
      Map<String, DesiredTaskState> held = new TreeMap<>();
      agent.tasks.forEach((id, task) -> held.put(id, task.desired));
      return held;
    }
  }
}
