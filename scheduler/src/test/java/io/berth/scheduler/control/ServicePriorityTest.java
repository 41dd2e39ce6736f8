package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.PlacementTags;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting.Phase;
import io.berth.scheduler.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets the room when there is not enough of it for all services. */
class ServicePriorityTest {
  private static final Resources ONE = new Resources(1_024, 64, 100, 0);

  private final ServiceWorld world = new ServiceWorld();

  private ServiceId service(String name, String priority) {
    return world.tagged(name, 1, plan(shape(128, 64)), Map.of(PlacementTags.PRIORITY, priority));
  }

  /** The services that run, in the order in which rooms for one came. */
  private List<String> served(int rooms, List<ServiceId> services) {
    List<String> served = new ArrayList<>();
    for (int room = 1; room <= rooms; room++) {
      world.control.join(room, ONE);
      world.settle();
      services.stream()
          .filter(id -> world.running(id) == 1 && !served.contains(id.name()))
          .forEach(id -> served.add(id.name()));
    }
    return served;
  }

  @Test
  void roomGoesToTheMoreImportantServiceWhicheverCameFirst() {
    List<ServiceId> services =
        List.of(service("low", "10"), service("high", "90"), world.create("usual", 1));
    world.settle();

    assertEquals(List.of("high", "usual", "low"), served(3, services));
    world.control.check();
  }

  @Test
  void ofEqualServicesTheOneThatHasWaitedLongestComesFirst() {
    List<ServiceId> services = new ArrayList<>();
    for (String name : List.of("c", "a", "d", "b")) {
      services.add(world.create(name, 1));
      world.settle();
      world.control.pass(Duration.ofMinutes(1));
    }

    assertEquals(List.of("c", "a"), served(2, services));
    world.restart();
    world.settle();
    world.control.join(3, ONE);
    world.settle();
    assertEquals(1, world.running(services.get(2)), "a start forgets not who waited");
    assertEquals(0, world.running(services.get(3)));
  }

  @Test
  void roomOfATaskThatEndedGoesToAMoreImportantServiceAndNotBackToItsOwn() {
    world.control.join(1, ONE);
    ServiceId low = service("low", "10");
    world.settle();
    ServiceId high = service("high", "90");
    world.settle();
    assertEquals(1, world.running(low), "nobody is thrown out");

    Task ending = world.living(low).getFirst();
    world.control.tell(ending, Phase.STOPPED, 9);
    world.settle();

    assertEquals(1, world.running(high));
    assertEquals(0, world.running(low));
  }

  @Test
  void unimportantServiceIsLookedAtHoweverManyMoreImportantOnesWait() {
    Plan big =
        Plan.of(
            plan(shape(1, 1)).definition(),
            "",
            shape(128, 10_000),
            new Plan.Program(Bytes.of(new byte[] {2}), Set.of()));
    List<ServiceId> important = new ArrayList<>();
    for (int number = 0; number < 600; number++) {
      important.add(world.tagged("high" + number, 1, big, Map.of(PlacementTags.PRIORITY, "100")));
    }
    world.control.join(1, ONE);
    ServiceId low = service("low", "0");

    // Each turn somebody says that there may be room.
    for (int turn = 0; turn < 8; turn++) {
      world.control.join(2, new Resources(1 + turn, 1, 1, 0));
      world.turn();
    }

    assertEquals(1, world.living(low).size());
    assertEquals(0, world.living(important.getFirst()).size());
  }
}
