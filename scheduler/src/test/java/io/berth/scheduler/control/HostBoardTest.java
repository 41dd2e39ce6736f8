package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the board knows of hosts that leave placement for a while. */
class HostBoardTest {
  private final ControlWorld world = new ControlWorld();

  @Test
  void hostThatWasEmptiedAndComesBackCountsItsTasksFromZero() {
    Host host = world.join(1, new Resources(1_024, 1_000, 100, 100));
    Task task = run().tasks().getFirst();
    world.hosts.empty(CLUSTER, List.of(host.id()), Emptying.BEGIN);
    done(world.tasks.stop(CLUSTER, task.id(), ""));
    world.tell(task, Sighting.Phase.STOPPED, 2);
    world.check();
    world.hosts.empty(CLUSTER, List.of(host.id()), Emptying.END);
    world.check();

    assertEquals(1, run().tasks().size());
    world.check();
    assertEquals(0, run().tasks().size());
  }

  /** One task at most on each host. */
  private RunTask.Answer run() {
    RunTask any = some(1, plan(shape(10, 10)));
    return done(
        world.tasks.run(
            new RunTask(
                any.cluster(),
                any.plan(),
                new RunTask.Where.Placed(1, List.of(), List.of(new Constraint.DistinctHosts())),
                any.group(),
                any.startedBy(),
                any.tags(),
                any.token())));
  }
}
