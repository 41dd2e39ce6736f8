package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A change that is refused leaves no trace, even when its transaction goes on. */
class HeadTest {
  private final Head head = new Head();

  @Test
  void rowThatIsThereAlreadyStaysAsItWas() {
    Task there = Samples.task(1);
    Task other =
        new Task(
            there.id(),
            new ClusterName("other"),
            new HostId(0, 9),
            there.order(),
            there.wish(),
            there.sighting(),
            there.createdAt(),
            there.version(),
            there.tags());
    head.run(tx -> {
      tx.insert(Tables.TASKS, there);
      assertThrows(IllegalStateException.class, () -> tx.insert(Tables.TASKS, other));
      return true;
    });

    assertEquals(Optional.of(there), head.find(Tables.TASKS, there.id()));
    assertEquals(1, head.changeCount());
    StateInvariants.check(head);
  }

  @Test
  void rowThatIsNotThereIsNotMadeByAnUpdate() {
    Task nowhere = Samples.task(2);
    head.run(tx -> {
      assertThrows(IllegalStateException.class, () -> tx.update(Tables.TASKS, nowhere));
      return true;
    });

    assertEquals(Optional.empty(), head.find(Tables.TASKS, nowhere.id()));
    assertEquals(0, head.changeCount());
    StateInvariants.check(head);
  }
}
