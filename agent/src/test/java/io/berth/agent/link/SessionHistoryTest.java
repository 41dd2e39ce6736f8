package io.berth.agent.link;

import static io.berth.agent.world.Tasks.container;
import static io.berth.agent.world.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.journal.AssignmentWire;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.StateVersion;
import io.berth.agent.world.Tasks;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.SchedulerMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever is lost, comes twice or comes in the wrong order, and whenever the agent dies, it
 * never promises what it does not hold, and once it is quiet it holds what is desired. Method: a
 * small scheduler that tells differences and full syncs as the contract says, a way to the agent
 * that mixes them up, and random histories of both.
 */
class SessionHistoryTest {
  private static final int STEPS = 120;

  @TempDir Path directory;

  static LongStream seeds() {
    String only = System.getenv("BERTH_SEED");
    return only == null ? LongStream.rangeClosed(1, 40) : LongStream.of(Long.parseLong(only));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agentHoldsWhatIsDesiredOnceItIsQuiet(long seed) {
    var history = new History(new LinkWorld(directory), new SplittableRandom(seed));
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
    history.quiet();
    assertEquals(history.desired, history.held(), "seed " + seed);
  }

  private static final class History {
    private final LinkWorld world;
    private final SplittableRandom random;

    /** What shall be with each task that is known. */
    private final Map<String, Desired> desired = new TreeMap<>();

    /** Changes since the version that the agent has. */
    private DesiredChange.Builder change = DesiredChange.newBuilder();

    private final List<SchedulerMessage> underWay = new ArrayList<>();
    private long number = 1;
    private int lastTask;
    private Optional<Long> agentHas = Optional.empty();
    private Optional<Long> awaited = Optional.empty();

    /** What was desired in the awaited version. */
    private Map<String, Desired> told = Map.of();

    private int heard;

    History(LinkWorld world, SplittableRandom random) {
      this.world = world;
      this.random = random;
      world.agent.settle();
      world.open();
    }

    void step() {
      switch (random.nextInt(14)) {
        case 0, 1 -> add();
        case 2 -> stop();
        case 3, 4 -> tell();
        case 5 -> mixUp();
        case 6 -> lose();
        case 7 -> rare();
        default -> deliver();
      }
      hear();
    }

    // ---------------------------------------------------------------- what is desired

    private void add() {
      lastTask++;
      var assignment = task(lastTask, container("web")).build();
      desired.put(assignment.taskId().text(), Desired.RUN);
      number++;
      change.addAssignments(AssignmentWire.write(assignment));
    }

    private void stop() {
      if (lastTask == 0) {
        return;
      }
      String id = Tasks.id(1 + random.nextInt(lastTask)).text();
      if (desired.put(id, Desired.STOP) != Desired.STOP) {
        number++;
        change = DesiredChange.newBuilder();
        // Merged into one word for each task, as a scheduler does.
        agentHas = Optional.empty();
      }
    }

    // ---------------------------------------------------------------- what is told

    private void tell() {
      if (awaited.isPresent() || agentHas.filter(has -> has == number).isPresent()) {
        return;
      }
      if (agentHas.isPresent() && random.nextInt(4) > 0) {
        underWay.add(LinkWorld.difference(agentHas.get(), number, change.build()));
      } else {
        sync();
      }
      awaited = Optional.of(number);
      told = Map.copyOf(desired);
    }

    private void sync() {
      underWay.add(LinkWorld.begin(number));
      int index = 0;
      for (Map.Entry<String, Desired> one : desired.entrySet()) {
        underWay.add(LinkWorld.chunk(index++, told(one.getKey(), one.getValue())));
      }
      underWay.add(LinkWorld.end(number, index));
    }

    private static DesiredChange told(String id, Desired wish) {
      int task = Integer.parseInt(id.substring(24), 16);
      var assignment = AssignmentWire.write(task(task, container("web")).build()).toBuilder();
      assignment.setDesired(
          wish == Desired.RUN
              ? DesiredTaskState.DESIRED_TASK_STATE_RUN
              : DesiredTaskState.DESIRED_TASK_STATE_STOP);
      return DesiredChange.newBuilder().addAssignments(assignment).build();
    }

    // ---------------------------------------------------------------- the way

    private void deliver() {
      if (!underWay.isEmpty()) {
        world.say(underWay.removeFirst());
      }
    }

    private void mixUp() {
      if (underWay.isEmpty()) {
        return;
      }
      SchedulerMessage any = underWay.get(random.nextInt(underWay.size()));
      underWay.add(random.nextInt(underWay.size() + 1), any);
      if (random.nextBoolean()) {
        underWay.add(random.nextInt(underWay.size()), underWay.removeFirst());
      }
    }

    private void lose() {
      if (!underWay.isEmpty()) {
        underWay.remove(random.nextInt(underWay.size()));
      }
    }

    private void rare() {
      switch (random.nextInt(6)) {
        case 0 -> world.restart();
        case 1 -> world.reconnect();
        default -> {
          world.pass(Duration.ofMillis(500));
          return;
        }
      }
      connect();
    }

    private void connect() {
      underWay.clear();
      awaited = Optional.empty();
      agentHas = Optional.empty();
      heard = 0;
      world.open();
    }

    /** As the scheduler does: a word about anything but what is awaited is late or doubled. */
    private void hear() {
      if (world.session.ending().isPresent()) {
        world.reconnect();
        connect();
      }
      List<DesiredAck> acks = world.acks();
      for (DesiredAck ack : acks.subList(heard, acks.size())) {
        if (awaited.filter(one -> one == ack.getVersion().getNumber()).isPresent()) {
          awaited = Optional.empty();
          boolean holds = !ack.hasRefusal();
          if (holds) {
            assertHolds(ack);
          }
          agentHas =
              holds && ack.getVersion().getNumber() == number
                  ? Optional.of(number)
                  : Optional.empty();
          change = DesiredChange.newBuilder();
        }
      }
      heard = acks.size();
      // Nothing is under way and no word comes: the scheduler gives up waiting.
      if (awaited.isPresent() && underWay.isEmpty()) {
        world.reconnect();
        connect();
      }
    }

    private void assertHolds(DesiredAck ack) {
      StateVersion version = new StateVersion(1, ack.getVersion().getNumber());
      assertEquals(Optional.of(version), world.agent.journal().promises().version());
      assertEquals(new TreeMap<>(told), held(), "promised as " + version);
    }

    // ---------------------------------------------------------------- the end

    void quiet() {
      for (int round = 0; round < 1_000 && agentHas.filter(has -> has == number).isEmpty(); ) {
        tell();
        deliver();
        hear();
        round++;
      }
      assertTrue(agentHas.filter(has -> has == number).isPresent(), "The agent does not follow");
    }

    Map<String, Desired> held() {
      var held = new TreeMap<String, Desired>();
      world
          .agent
          .runners()
          .statuses()
          .forEach(status ->
              held.put(
                  status.taskId().text(),
                  world.agent.runners().assignment(status.taskId()).orElseThrow().desired()));
      return held;
    }
  }
}
