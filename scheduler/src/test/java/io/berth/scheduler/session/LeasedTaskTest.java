package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent is told of a task that is tied to its lease, and what it may tell of it. */
class LeasedTaskTest {
  private static final TaskLease LEASE = new TaskLease(7, Duration.ofSeconds(90));

  private final SessionWorld world = new SessionWorld();
  private final TaskId id = world.newTask(SessionWorld.HOST);

  @BeforeEach
  void lease() {
    Task task = world.task(id);
    world.store.update(
        Lane.API,
        tx -> {
          tx.update(
              Tables.TASKS,
              new Task(
                  id,
                  task.cluster(),
                  task.host(),
                  task.order().leased(LEASE),
                  task.wish(),
                  task.sighting(),
                  task.createdAt(),
                  2,
                  task.tags()));
          return true;
        });
  }

  private Assignment told() {
    var line = world.opened();
    return line.stream().received().get(1).getSyncChunk().getChange().getAssignments(0);
  }

  private HostFacts facts() {
    return world.store.snapshot().find(Tables.HOSTS, SessionWorld.HOST).orElseThrow().facts();
  }

  @Test
  void itIsToldItsNumberAndItsPatienceAndSoAreItsContainers() {
    Assignment told = told();

    assertEquals(7, told.getSingleton().getNumber());
    assertEquals(90_000, told.getSingleton().getPatienceMs());
    assertEquals(
        "7", told.getPlan().getContainers(0).getEnvironmentMap().get("BERTH_LEASE_NUMBER"));
  }

  @Test
  void whatWasToldOfItIsWhatIsClaimed() throws ContractBrokenException {
    Assignment told = told();
    var claim = new ClaimWire(facts()).read(told, Sighting.NONE);

    assertEquals(Optional.of(LEASE), claim.lease());
    assertEquals(world.plan.compiled(), claim.content().orElseThrow().compiled());
  }

  @Test
  void itsContainersMayTakeAllTheirTimeOneAfterTheOther() {
    var _ = world.opened();
    HostFacts.Defaults defaults = facts().defaults();

    assertEquals(defaults.stopTimeout(), AssignmentWire.stopTime(world.plan, defaults));
  }

  @Test
  void aNumberThatItWasNotGivenIsAlarmedAndChangesNothing() {
    var line = world.opened();
    Task before = world.task(id);
    world.deliver(line, report(6));

    assertEquals(List.of(Alarm.Kind.REPORT_IMPOSSIBLE), kinds());
    assertEquals(before, world.task(id));
    world.deliver(line, report(7));
    assertEquals(Task.Status.RUNNING, world.task(id).status());
    assertEquals(1, kinds().size());
  }

  private List<Alarm.Kind> kinds() {
    return world.alarms.stream().map(Alarm::kind).toList();
  }

  private AgentMessage report(long number) {
    TaskStatus status =
        Messages.status(id, 1, TaskPhase.TASK_PHASE_RUNNING).toBuilder()
            .setLeaseNumber(number)
            .build();
    return AgentMessage.newBuilder().setReport(StatusReport.newBuilder().addTasks(status)).build();
  }
}
