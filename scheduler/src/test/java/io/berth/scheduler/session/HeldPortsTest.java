package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.BoundPort;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A freed port that was a target's is released when no proxy can send there any more. */
class HeldPortsTest {
  private static final TaskId TASK = new TaskId(9, 9);

  private final SessionWorld world = new SessionWorld();

  @Test
  void portIsReleasedWhenEveryProxyHasForgottenIt() {
    Target target = target(20_001);
    insert(target);
    var line = greeted(held(20_001), held(20_002));
    List<SchedulerMessage> sync = line.stream().received();
    assertEquals(
        List.of(release(20_002)), sync.get(1).getSyncChunk().getChange().getReleasedPortsList());
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setDesiredAck(
                DesiredAck.newBuilder().setVersion(sync.getLast().getSyncEnd().getVersion()))
            .build());
    world.pass(DesiredState.PACE);
    assertEquals(List.of(), line.stream().received());

    boolean _ =
        world.store.update(
            Lane.REPORTS,
            tx -> {
              tx.remove(Tables.TARGETS, target.id());
              return true;
            });
    world.settle();
    assertEquals(
        List.of(release(20_001)),
        line.stream().received().getFirst().getDifference().getChange().getReleasedPortsList());
  }

  @Test
  void agentThatHasForgottenAHeldPortIsToldOfItAndLaterOfItsRelease() {
    Target target = target(20_001);
    insert(target);
    var line = greeted();
    List<SchedulerMessage> sync = line.stream().received();
    assertEquals(List.of(held(20_001)), sync.get(1).getSyncChunk().getChange().getHeldPortsList());
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setDesiredAck(
                DesiredAck.newBuilder().setVersion(sync.getLast().getSyncEnd().getVersion()))
            .build());
    world.pass(DesiredState.PACE);

    boolean _ =
        world.store.update(
            Lane.REPORTS,
            tx -> {
              tx.remove(Tables.TARGETS, target.id());
              return true;
            });
    world.settle();
    assertEquals(
        List.of(release(20_001)),
        line.stream().received().getFirst().getDifference().getChange().getReleasedPortsList());
  }

  /** Its container may have ended meanwhile, and then the engine tells of no port. */
  @Test
  void agentThatHasForgottenThePortOfALivingTaskIsToldOfIt() {
    TaskId living = world.newTask(SessionWorld.HOST);
    insert(serving(living, 20_001));

    List<SchedulerMessage> sync = greeted().stream().received();

    HeldPort told = sync.get(1).getSyncChunk().getChange().getHeldPorts(0);
    assertEquals(port(20_001), told.getPort());
    assertEquals(living.text(), told.getTaskId());
  }

  @Test
  void agentThatNamesThePortOfALivingTaskNeedsNoWordOfIt() {
    TaskId living = world.newTask(SessionWorld.HOST);
    insert(serving(living, 20_001));
    var status = Messages.status(living, 1, TaskPhase.TASK_PHASE_RUNNING).toBuilder();
    status
        .getContainersBuilder(0)
        .clearPorts()
        .addPorts(
            BoundPort.newBuilder()
                .setContainerPort(80)
                .setHostPort(20_001)
                .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP)
                .setHostAddress("192.0.2.1"));
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setInventory(InventoryChunk.newBuilder().addTasks(status).setLast(true))
            .build());

    assertEquals(
        List.of(), line.stream().received().get(1).getSyncChunk().getChange().getHeldPortsList());
  }

  private static Target serving(TaskId task, int port) {
    Target gone = target(port);
    return new Target(
        gone.id(),
        gone.group(),
        new Target.Origin.OfTask(task, SessionWorld.HOST, "web", 80),
        gone.shownAs(),
        gone.address(),
        new Target.State.Active(),
        gone.health(),
        gone.registeredAt());
  }

  private void insert(Target target) {
    boolean _ =
        world.store.update(
            Lane.REPORTS,
            tx -> {
              tx.insert(Tables.TARGETS, target);
              return true;
            });
  }

  private SessionWorld.Line greeted(HeldPort... ports) {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setInventory(InventoryChunk.newBuilder().addAllHeldPorts(List.of(ports)).setLast(true))
            .build());
    return line;
  }

  private static Target target(int port) {
    return new Target(
        new TargetId(0, 1),
        new TargetGroupId(1),
        new Target.Origin.OfTask(TASK, SessionWorld.HOST, "web", 80),
        "192.0.2.1",
        new Target.Address("192.0.2.1", port),
        new Target.State.Gone(Samples.NOON),
        TargetHealth.unjudged(Samples.NOON),
        Samples.NOON);
  }

  private static HeldPort held(int port) {
    return HeldPort.newBuilder()
        .setPort(port(port))
        .setTaskId(TASK.text())
        .setFreedAt(Times.of(Samples.NOON))
        .build();
  }

  private static PortRelease release(int port) {
    return PortRelease.newBuilder().setPort(port(port)).setTaskId(TASK.text()).build();
  }

  private static io.berth.proto.agent.HostPort port(int port) {
    return io.berth.proto.agent.HostPort.newBuilder()
        .setPort(port)
        .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP)
        .build();
  }
}
