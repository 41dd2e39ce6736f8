package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.AssignmentAnswer;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.ServiceOrigin;
import io.berth.proto.agent.TaskOrigin;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host that runs what nobody knows is asked for it, and what it answers is known from then on.
 */
final class AdoptionSessionTest {
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void theTablesAreInStep() {
    StateInvariants.check(world.store.snapshot());
  }

  @Test
  void whatWasToldIsWhatIsAdopted() {
    TaskId id = world.newTask(SessionWorld.HOST);
    Task before = world.task(id);
    Assignment told = told();
    putBack(id);

    var line = back(status(id, TaskPhase.TASK_PHASE_RUNNING));
    assertEquals(List.of(id.text()), asked(line));
    world.deliver(line, answer(told));

    Task after = world.task(id);
    assertEquals(before.order(), after.order());
    assertEquals(before.createdAt(), after.createdAt());
    assertEquals(Task.Status.RUNNING, after.status());
    assertEquals(List.of(), world.alarms);
    // It is told like any other, so that it is claimed.
    Assignment again =
        told(line.stream().received()).stream()
            .filter(one -> one.getTaskId().equals(id.text()))
            .findFirst()
            .orElseThrow();
    assertEquals(told, again);
  }

  @Test
  void planIsRebuiltAsItWasCompiled() {
    TaskId id = world.newTask(SessionWorld.HOST);
    Assignment told = told();
    putBack(id);
    world.store.update(
        Lane.API,
        tx -> {
          tx.remove(Tables.PLANS, world.plan.hash());
          return true;
        });

    var line = back(status(id, TaskPhase.TASK_PHASE_RUNNING));
    asked(line);
    world.deliver(line, answer(told));
    assertEquals(
        world.plan, world.store.snapshot().find(Tables.PLANS, world.plan.hash()).orElseThrow());
  }

  @Test
  void thousandsAreAskedForInTurns() {
    List<TaskStatus> many = new ArrayList<>();
    for (int number = 1; number <= 2_500; number++) {
      many.add(status(new TaskId(9, number), TaskPhase.TASK_PHASE_RUNNING));
    }
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    for (int chunk = 0; chunk < 5; chunk++) {
      world.deliver(
          line,
          inventory(
              InventoryChunk.newBuilder()
                  .setIndex(chunk)
                  .addAllTasks(many.subList(chunk * 500, (chunk + 1) * 500))
                  .setLast(chunk == 4)));
    }
    int all = 0;
    for (int turn = 0; turn < 3; turn++) {
      List<String> ids = asked(line);
      all += ids.size();
      assertTrue(ids.size() <= 1_000);
      world.deliver(
          line,
          AgentMessage.newBuilder()
              .setAssignmentAnswer(AssignmentAnswer.newBuilder().addAllUnknownTaskIds(ids))
              .build());
    }
    assertEquals(2_500, all);
    assertEquals(List.of(), asked(line));
  }

  @Test
  void taskThatHasEndedIsNotAskedFor() {
    var line = back(status(new TaskId(9, 9), TaskPhase.TASK_PHASE_STOPPED));
    assertEquals(List.of(), asked(line));
  }

  @Test
  void taskThatNobodyCanTellOfIsAskedForOnceAndAlarmed() {
    TaskId id = new TaskId(9, 9);
    var line = back(status(id, TaskPhase.TASK_PHASE_RUNNING));
    asked(line);
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setAssignmentAnswer(AssignmentAnswer.newBuilder().addUnknownTaskIds(id.text()))
            .build());
    assertEquals(Alarm.Kind.UNKNOWN_TASKS, world.alarms.getFirst().kind());
    assertEquals(List.of(), asked(line));
    assertFalse(line.session().isOver());
  }

  @Test
  void taskThatTwoHostsClaimIsThatOfTheFirstAndTheSecondIsAlarmed() {
    TaskId id = world.newTask(SessionWorld.HOST);
    Assignment told = told();
    putBack(id);
    var first = back(status(id, TaskPhase.TASK_PHASE_RUNNING));
    var second = back(SessionWorld.OTHER_HOST, status(id, TaskPhase.TASK_PHASE_RUNNING));
    asked(first);
    asked(second);
    world.deliver(first, answer(told));
    world.deliver(second, answer(told));
    assertEquals(SessionWorld.HOST, world.task(id).host());
    assertEquals(Alarm.Kind.UNKNOWN_TASKS, world.alarms.getFirst().kind());
    assertTrue(told(second.stream().received()).isEmpty());
  }

  @Test
  void answerThatWasNotAskedForChangesNothing() {
    TaskId id = world.newTask(SessionWorld.HOST);
    Assignment told = told();
    putBack(id);
    var line = world.opened();
    world.deliver(line, answer(told));
    assertTrue(world.store.snapshot().find(Tables.TASKS, id).isEmpty());
    assertFalse(line.session().isOver());
  }

  static Stream<Assignment> impossible() {
    TaskOrigin origin =
        TaskOrigin.newBuilder()
            .setClusterName("default")
            .setDefinitionFamily("web")
            .setDefinitionRevision(1)
            .setGroup("family:web")
            .build();
    Assignment sound =
        Assignment.newBuilder()
            .setTaskId(new TaskId(9, 9).text())
            .setDesired(DesiredTaskState.DESIRED_TASK_STATE_RUN)
            .setPlanHash(ByteString.copyFrom(new byte[32]))
            .setOrigin(origin)
            .build();
    return Stream.of(
        sound,
        sound.toBuilder().clearOrigin().build(),
        sound.toBuilder().clearDesired().build(),
        sound.toBuilder().setPlanHash(ByteString.EMPTY).build(),
        sound.toBuilder().setOrigin(origin.toBuilder().setClusterName("other")).build(),
        sound.toBuilder().setOrigin(origin.toBuilder().setClusterName("a b")).build(),
        sound.toBuilder().setOrigin(origin.toBuilder().setDefinitionRevision(-1)).build(),
        sound.toBuilder().setOrigin(origin.toBuilder().setDefinitionFamily("a\tb")).build(),
        sound.toBuilder().setOrigin(origin.toBuilder().setGroup("g".repeat(256))).build(),
        sound.toBuilder()
            .setOrigin(origin.toBuilder().setDefinitionDigest(ByteString.copyFrom(new byte[31])))
            .build(),
        sound.toBuilder()
            .setOrigin(
                origin.toBuilder()
                    .setService(
                        ServiceOrigin.newBuilder().setServiceName("web").setDeploymentId("1")))
            .build(),
        sound.toBuilder().setPlan(sound.getPlan()).build());
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void impossibleClaimIsAlarmedAndChangesNothing(Assignment claim) {
    TaskId id = new TaskId(9, 9);
    var line = back(status(id, TaskPhase.TASK_PHASE_RUNNING));
    asked(line);
    world.deliver(line, answer(claim));
    assertTrue(world.store.snapshot().find(Tables.TASKS, id).isEmpty());
    assertEquals(Alarm.Kind.UNKNOWN_TASKS, world.alarms.getFirst().kind());
    assertFalse(line.session().isOver());
  }

  // ------------------------------------------------------------------------------ what agents do

  /** What the host is told of its only task. */
  private Assignment told() {
    var line = world.opened();
    List<SchedulerMessage> received = line.stream().received();
    world.deliver(
        line,
        AgentMessage.newBuilder()
            .setDesiredAck(
                DesiredAck.newBuilder().setVersion(received.getLast().getSyncEnd().getVersion()))
            .build());
    return told(received).getFirst();
  }

  private static List<Assignment> told(List<SchedulerMessage> received) {
    return received.stream()
        .flatMap(message ->
            Stream.concat(
                message.getSyncChunk().getChange().getAssignmentsList().stream(),
                message.getDifference().getChange().getAssignmentsList().stream()))
        .toList();
  }

  private void putBack(TaskId task) {
    world.forget(task);
    world.restart();
  }

  private SessionWorld.Line back(TaskStatus... tasks) {
    return back(SessionWorld.HOST, tasks);
  }

  /** A host comes back with these tasks. */
  private SessionWorld.Line back(HostId host, TaskStatus... tasks) {
    var line = world.connect(host);
    world.deliver(line, Messages.hello(Messages.anyHello().build()));
    world.deliver(
        line, inventory(InventoryChunk.newBuilder().addAllTasks(List.of(tasks)).setLast(true)));
    return line;
  }

  /** The tasks that the host is asked for now; its full sync is taken. */
  private List<String> asked(SessionWorld.Line line) {
    List<String> asked = new ArrayList<>();
    for (SchedulerMessage message : line.stream().received()) {
      asked.addAll(message.getAssignmentQuery().getTaskIdsList());
      if (message.hasSyncEnd()) {
        world.deliver(
            line,
            AgentMessage.newBuilder()
                .setDesiredAck(
                    DesiredAck.newBuilder().setVersion(message.getSyncEnd().getVersion()))
                .build());
        world.pass(DesiredState.PACE);
      }
    }
    return asked;
  }

  private static AgentMessage answer(Assignment... claims) {
    return AgentMessage.newBuilder()
        .setAssignmentAnswer(AssignmentAnswer.newBuilder().addAllAssignments(List.of(claims)))
        .build();
  }

  private static AgentMessage inventory(InventoryChunk.Builder chunk) {
    return AgentMessage.newBuilder().setInventory(chunk).build();
  }

  private static TaskStatus status(TaskId task, TaskPhase phase) {
    return Messages.status(task, 1, phase);
  }
}
