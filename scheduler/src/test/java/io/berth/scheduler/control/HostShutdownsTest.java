package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a host whose machine shuts down and starts anew, whatever operators want. */
class HostShutdownsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);
  private static final HostId HOST = Samples.host(1, SIZE).id();

  private final ControlWorld world = new ControlWorld();

  enum Step {
    SHUTS_DOWN,
    /** The agent's process is another one, on the same start of the machine. */
    RESTARTS_AGENT,
    REBOOTS,
    DRAINED,
    ACTIVATED
  }

  private int boots;

  private void take(Step step) {
    switch (step) {
      case SHUTS_DOWN -> world.hosts.shutsDown(HOST, session());
      case RESTARTS_AGENT -> hello();
      case REBOOTS -> {
        boots++;
        hello();
      }
      case DRAINED -> world.hosts.empty(CLUSTER, List.of(HOST), Emptying.BEGIN);
      case ACTIVATED -> world.hosts.empty(CLUSTER, List.of(HOST), Emptying.END);
    }
  }

  private long session() {
    return world.host(HOST).contact().session();
  }

  private void hello() {
    Host sample = Samples.host(1, SIZE);
    Contact.Incarnation known = sample.contact().incarnation();
    var hello =
        new HostCommands.Hello(
            sample.facts(),
            new Contact.Incarnation("boot-" + boots, known.journalId(), known.startCounter()),
            world.available(),
            Map.of());
    done(world.hosts.hello(HOST, CLUSTER, hello));
  }

  static Stream<Arguments> courses() {
    return Stream.of(
        Arguments.of(List.of(Step.SHUTS_DOWN), Host.Status.SHUTTING_DOWN),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.SHUTS_DOWN), Host.Status.SHUTTING_DOWN),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.RESTARTS_AGENT), Host.Status.SHUTTING_DOWN),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.REBOOTS), Host.Status.ACTIVE),
        Arguments.of(
            List.of(Step.SHUTS_DOWN, Step.RESTARTS_AGENT, Step.REBOOTS), Host.Status.ACTIVE),
        Arguments.of(
            List.of(Step.SHUTS_DOWN, Step.REBOOTS, Step.SHUTS_DOWN), Host.Status.SHUTTING_DOWN),
        Arguments.of(List.of(Step.DRAINED, Step.SHUTS_DOWN), Host.Status.DRAINING),
        Arguments.of(List.of(Step.DRAINED, Step.SHUTS_DOWN, Step.REBOOTS), Host.Status.DRAINING),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.DRAINED), Host.Status.DRAINING),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.DRAINED, Step.REBOOTS), Host.Status.DRAINING),
        Arguments.of(List.of(Step.DRAINED, Step.REBOOTS), Host.Status.DRAINING),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.ACTIVATED), Host.Status.ACTIVE),
        Arguments.of(List.of(Step.SHUTS_DOWN, Step.ACTIVATED, Step.REBOOTS), Host.Status.ACTIVE),
        Arguments.of(List.of(Step.REBOOTS), Host.Status.ACTIVE));
  }

  @ParameterizedTest
  @MethodSource("courses")
  void shutdownDrainsWhatTakesTasksAndTheNextBootUndoesThatAlone(
      List<Step> course, Host.Status end) {
    hello();

    course.forEach(this::take);

    assertEquals(end, world.host(HOST).status());
    world.check();
  }

  @Test
  void wordOfAnOldSessionOrAboutNobodyIsNothing() {
    hello();
    hello();

    world.hosts.shutsDown(HOST, 1);
    world.hosts.shutsDown(new HostId(3, 3), 1);

    assertEquals(Host.Status.ACTIVE, world.host(HOST).status());
  }

  @Test
  void hostThatIsGoneStaysGone() {
    hello();
    done(world.hosts.deregister(CLUSTER, HOST, HostCommands.Force.NO));

    world.hosts.shutsDown(HOST, session());

    assertEquals(Host.Status.INACTIVE, world.host(HOST).status());
  }

  @Test
  void historyTellsTheShutdownAndTheNextStartOnce() throws Exception {
    hello();
    Stream.of(Step.SHUTS_DOWN, Step.SHUTS_DOWN, Step.RESTARTS_AGENT, Step.REBOOTS, Step.REBOOTS)
        .forEach(this::take);

    assertEquals(
        List.of(
            new Happening.Joined("default"),
            new Happening.ShutsDown(),
            new Happening.StartedAnew()),
        world.history.page(Subject.of(HOST), Optional.empty(), 100).lines().stream()
            .map(Line::what)
            .toList());
  }
}
