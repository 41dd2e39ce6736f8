package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.ThreadedStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a loop that ends before its port. */
class PortShellTest {
  private final List<Throwable> bugs = new ArrayList<>();
  private final PortShell shell =
      new PortShell(
          Runnable::run, () -> new Moment(Samples.NOON, 0), (_, _, _) -> false, 1, bugs::add);

  @Test
  void bugOfALoopIsTold() {
    var bug = new IllegalStateException("a bug");
    shell.keep(() -> {
      throw bug;
    });

    assertEquals(List.of(bug), bugs);
  }

  @Test
  void errorOfALoopIsToldToo() {
    var error = new StackOverflowError();
    shell.keep(() -> {
      throw error;
    });

    assertEquals(List.of(error), bugs);
  }

  @Test
  void loopThatEndsWithItsStoreIsNoBug() throws Exception {
    var store = new ThreadedStore(new MemoryJournal(), StoreLimits.standard(), () -> 0L, bugs::add);
    store.start();
    store.close();
    shell.keep(() -> {
      boolean _ = store.update(Lane.LOOPS, _ -> true);
    });

    assertEquals(List.of(), bugs);
  }
}
