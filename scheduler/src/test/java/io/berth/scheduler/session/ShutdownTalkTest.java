package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.ShutdownProgress;
import io.berth.proto.agent.ShuttingDown;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent hears that says its machine shuts down. */
class ShutdownTalkTest {
  private static final AgentMessage SHUTTING_DOWN =
      AgentMessage.newBuilder().setShuttingDown(ShuttingDown.getDefaultInstance()).build();

  private final SessionWorld world = new SessionWorld();

  private static List<Integer> others(SessionWorld.Line line) {
    return line.stream().received().stream()
        .filter(SchedulerMessage::hasShutdownProgress)
        .map(SchedulerMessage::getShutdownProgress)
        .map(ShutdownProgress::getOtherTasks)
        .toList();
  }

  @Test
  void hostIsEmptiedAndWhatIsLeftIsToldWheneverItHasChanged() {
    var line = world.opened();
    TaskId one = world.newTask(SessionWorld.HOST);
    world.newTask(SessionWorld.OTHER_HOST);
    world.settle();
    assertEquals(List.of(), others(line));

    world.deliver(line, SHUTTING_DOWN);

    assertEquals(Host.Status.SHUTTING_DOWN, world.host().status());
    assertEquals(List.of(1), others(line));
    TaskId two = world.newTask(SessionWorld.HOST);
    world.pass(Duration.ofMillis(10));
    assertEquals(List.of(2), others(line));
    world.stop(two);
    world.pass(Duration.ofMillis(10));
    assertEquals(List.of(), others(line));
    world.abandon(one);
    world.abandon(two);
    world.pass(Duration.ofMillis(10));
    assertEquals(List.of(0), others(line));
  }

  @Test
  void whoSaysItOnceMoreIsToldOnceMore() {
    var line = world.opened();
    world.deliver(line, SHUTTING_DOWN);
    assertEquals(List.of(0), others(line));

    world.deliver(line, SHUTTING_DOWN);

    assertEquals(List.of(0), others(line));
    assertEquals(Host.Status.SHUTTING_DOWN, world.host().status());
  }

  @Test
  void nextSessionIsToldNothingThatItDoesNotAskFor() {
    world.deliver(world.opened(), SHUTTING_DOWN);
    var next = world.opened();
    world.newTask(SessionWorld.HOST);
    world.pass(Duration.ofMillis(10));

    assertEquals(List.of(), others(next));
    assertEquals(Host.Status.SHUTTING_DOWN, world.host().status());
  }
}
