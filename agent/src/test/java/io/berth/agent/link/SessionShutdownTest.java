package io.berth.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.agent.link.Departure.Progress;
import io.berth.proto.agent.AgentMessage.KindCase;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.ShutdownProgress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions tell of a shutdown of their machine, and what they make of the answer. */
class SessionShutdownTest {
  @TempDir Path directory;
  private LinkWorld world;

  @BeforeEach
  void makeWorld() {
    world = new LinkWorld(directory);
    world.agent.settle();
  }

  /** With a scheduler that knows what a shutdown is. */
  private void open() {
    world.begin();
    world.say(
        LinkWorld.sayHello(world.helloBody(1).toBuilder().addFeatures("shutdown-drain").build()));
  }

  private void left(int services, int others) {
    world.say(
        SchedulerMessage.newBuilder()
            .setShutdownProgress(
                ShutdownProgress.newBuilder().setServiceTasks(services).setOtherTasks(others))
            .build());
  }

  private int told() {
    return world.all(KindCase.SHUTTING_DOWN).size();
  }

  @Test
  void shutdownIsToldOnceAndItsProgressIsHeard() {
    open();
    world.turn();
    assertEquals(0, told());

    world.departure.begin();
    world.turn();
    world.turn();

    assertEquals(1, told());
    assertEquals(new Progress.Unheard(), world.departure.progress());
    left(3, 1);
    left(2, 1);
    assertEquals(new Progress.Left(2, 1), world.departure.progress());
  }

  @Test
  void nextSessionTellsItAnewWhileItIsWanted() {
    world.departure.begin();
    open();
    assertEquals(1, told());
    left(0, 0);

    world.reconnect();
    open();

    assertEquals(1, told());
    assertEquals(new Progress.Unheard(), world.departure.progress());
    world.departure.end();
    world.reconnect();
    open();
    assertEquals(0, told());
  }

  /** The answer to the first one may be old. */
  @Test
  void whoWantsItLaterIsAnsweredAnew() {
    open();
    world.departure.begin();
    world.turn();
    left(0, 4);
    world.departure.end();

    world.departure.begin();
    assertEquals(new Progress.Unheard(), world.departure.progress());
    world.turn();

    assertEquals(2, told());
  }

  @Test
  void schedulerThatDoesNotKnowItIsNotTold() {
    world.departure.begin();

    world.open();
    world.turn();

    assertEquals(0, told());
    assertEquals(new Progress.NotUnderstood(), world.departure.progress());
  }

  @Test
  void wishThatNeverBeganCannotEnd() {
    assertThrows(IllegalStateException.class, new Departure()::end);
  }
}
