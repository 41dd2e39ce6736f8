package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.ContainerPlan;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each task is told of its own devices, though tasks share a plan that knows of none. */
class GivenDevicesTest {
  private final SessionWorld world = new SessionWorld();

  @Test
  void assignmentNamesThemForTheContainerAndForTheTask() {
    give(world.newTask(SessionWorld.HOST), new GivenDevice("app", "GPU-2"));
    give(
        world.newTask(SessionWorld.HOST),
        new GivenDevice("app", "GPU-1"),
        new GivenDevice("app", "GPU-3"));
    world.newTask(SessionWorld.HOST);
    var line = world.opened();

    List<Assignment> told =
        line.stream().received().get(1).getSyncChunk().getChange().getAssignmentsList();

    List<List<String>> expected = List.of(List.of("GPU-2"), List.of("GPU-1", "GPU-3"), List.of());
    assertEquals(
        expected, told.stream().map(GivenDevicesTest::container).map(List::copyOf).toList());
    assertEquals(
        expected,
        told.stream()
            .map(each -> List.copyOf(each.getOrigin().getShape().getDeviceIdsList()))
            .toList());
    assertEquals(1, told.stream().map(Assignment::getPlanHash).distinct().count());
  }

  private static List<String> container(Assignment assignment) {
    ContainerPlan plan = assignment.getPlan().getContainers(0);
    return plan.getDeviceIdsList();
  }

  private void give(TaskId id, GivenDevice... devices) {
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
                  task.order().given(List.of(devices)),
                  task.wish(),
                  task.sighting(),
                  task.createdAt(),
                  2,
                  task.tags()));
          return true;
        });
  }
}
