package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.on;
import static io.berth.scheduler.control.ControlWorld.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What of a host is still free for a task that names ports or devices, or lets ports be picked:
 * what its tasks have until they are over, what its configuration keeps back, and what proxies may
 * still send to. Agents pick from 20,000 to 29,999.
 */
class HostRoomTest {
  private static final HostPort INSIDE = tcp(20_080);
  private static final HostPort OUTSIDE = tcp(8_080);

  private final BalancingWorld world = new BalancingWorld();

  private static HostPort tcp(int number) {
    return new HostPort(HostPort.Protocol.TCP, number);
  }

  @AfterEach
  void nothingIsPromisedTwice() {
    world.world.check();
  }

  // ------------------------------------------------------------------------------ ports

  @Test
  void pickedPortsOfOneProtocolLeaveThoseOfTheOther() {
    Host host = world.world.join(1, new Resources(100, 100, 1, 1));
    assertRuns(host, picking(1, 0));
    assertLacks("RESOURCE:PORTS", host, picking(1, 0));
    assertRuns(host, picking(0, 1));
    assertLacks("RESOURCE:PORTS", host, picking(0, 1));
  }

  @Test
  void portThatATaskNamesIsNoneForTheAgentToPick() {
    Host host = world.world.join(1, new Resources(100, 100, 2, 0));
    Task named = assertRuns(host, naming(INSIDE));
    assertRuns(host, picking(1, 0));
    assertLacks("RESOURCE:PORTS", host, picking(1, 0));
    assertLacks("RESOURCE:PORTS", host, naming(tcp(20_081)));
    assertRuns(host, naming(OUTSIDE));

    end(named, 20_080);

    assertRuns(host, picking(1, 0));
  }

  @Test
  void portThatTheAgentHasPickedIsNoneForATaskToName() {
    Host host = world.world.join(1, new Resources(100, 100, 5, 0));
    Task picked = world.running(host, 20_080);
    assertLacks("RESOURCE:PORTS", host, naming(INSIDE));
    assertRuns(host, naming(tcp(20_081)));

    end(picked, 20_080);

    assertRuns(host, naming(INSIDE));
  }

  @Test
  void heldPortElsewhereIsNoneTheLessToPick() {
    Host host = world.world.join(1, new Resources(100, 100, 1, 0));
    held(host, 8_080);
    assertRuns(host, picking(1, 0));
  }

  @Test
  void heldPortWithinTheRangeIsOneTheLessToPick() {
    Host host = world.world.join(1, new Resources(100, 100, 2, 0));
    held(host, 20_080);
    assertRuns(host, picking(1, 0));
    assertLacks("RESOURCE:PORTS", host, picking(1, 0));
  }

  /** A user may take a target out while its task runs on. */
  @Test
  void portOfATaskThatLivesIsNotCountedOnceMoreWhenItIsHeld() {
    Host host = world.world.join(1, new Resources(100, 100, 2, 0));
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, 20_080);
    world.register(task, group);
    world.in(tx -> {
      TaskTargets.forget(tx, task.id(), world.world.now());
      return true;
    });
    assertEquals(Optional.of(host.id()), world.targetsOf(group).getFirst().heldOn());

    assertRuns(host, picking(1, 0));
    assertLacks("RESOURCE:PORTS", host, picking(1, 0));
  }

  @Test
  void portThatTheHostKeepsForItselfIsKeptForItsProtocolAlone() {
    Host host = join(1, List.of(OUTSIDE), List.of());
    assertLacks("RESOURCE:PORTS", host, naming(OUTSIDE));
    assertRuns(host, naming(new HostPort(HostPort.Protocol.UDP, 8_080)));
  }

  private void held(Host host, int port) {
    TargetGroup group = world.usedGroup("web");
    Task task = world.running(host, port);
    world.register(task, group);
    end(task, port);
    assertEquals(Optional.of(host.id()), world.targetsOf(group).getFirst().heldOn());
  }

  // ------------------------------------------------------------------------------ devices

  @Test
  void deviceIsItsTasksUntilThatIsOver() {
    Host host = join(1, List.of(), List.of("GPU-b", "GPU-a"));
    Task first = assertRuns(host, asking(1));
    Task second = assertRuns(host, asking(1));
    assertEquals(List.of(new GivenDevice("web", "GPU-a")), first.order().devices());
    assertEquals(List.of(new GivenDevice("web", "GPU-b")), second.order().devices());
    assertLacks("RESOURCE:GPU", host, asking(1));
    assertRuns(host, picking(0, 0));

    done(world.world.tasks.stop(ControlWorld.CLUSTER, first.id(), "enough"));
    world.seen(first, Sighting.Phase.STOPPING, 20_080);
    assertLacks("RESOURCE:GPU", host, asking(1));

    end(first, 20_080);
    assertEquals(
        List.of(new GivenDevice("web", "GPU-a")), assertRuns(host, asking(1)).order().devices());
  }

  @Test
  void hostThatLostADeviceGivesItToNobody() {
    Host host = join(1, List.of(), List.of("GPU-a", "GPU-b"));
    Task first = assertRuns(host, asking(1));
    world.world.hosts.facts(host.id(), 1, facts(1, List.of(), List.of("GPU-b")));
    assertLacks("RESOURCE:GPU", world.world.host(host.id()), asking(2));
    assertEquals(
        List.of(new GivenDevice("web", "GPU-b")), assertRuns(host, asking(1)).order().devices());
    assertFalse(world.world.task(first.id()).isOver());
  }

  // ------------------------------------------------------------------------------ helpers

  private Host join(int number, List<HostPort> reserved, List<String> gpus) {
    return world.world.join(number, facts(number, reserved, gpus));
  }

  private static HostFacts facts(int number, List<HostPort> reserved, List<String> gpus) {
    return Samples.facts(number, new Resources(100, 100, 10, 10), reserved, gpus);
  }

  private static Plan picking(int tcp, int udp) {
    return plan(new TaskShape(new Resources(1, 1, tcp, udp)));
  }

  private static Plan naming(HostPort... ports) {
    return plan(Samples.shape(new Resources(1, 1, 0, 0), ports));
  }

  private static Plan asking(int gpus) {
    return plan(
        new TaskShape(
            new Resources(1, 1, 0, 0),
            Map.of(),
            List.of(),
            List.of(new TaskShape.DeviceAsk("web", HostFacts.Device.GPU, gpus))));
  }

  private Task assertRuns(Host host, Plan plan) {
    RunTask.Answer answer = done(world.world.tasks.run(on(plan, host.id())));
    assertEquals(List.of(), answer.failures());
    return answer.tasks().getFirst();
  }

  private void assertLacks(String reason, Host host, Plan plan) {
    RunTask.Answer answer = done(world.world.tasks.run(on(plan, host.id())));
    assertEquals(
        List.of(reason), answer.failures().stream().map(RunTask.NotPlaced::reason).toList());
  }

  private void end(Task task, int port) {
    assertTrue(world.seen(task, Sighting.Phase.STOPPED, port).isOver());
  }
}
