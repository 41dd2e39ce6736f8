package io.berth.scheduler.control;

import io.berth.scheduler.placement.Board;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import java.util.function.Consumer;

/** Lets tests at the board that a store keeps: to plant a bug there, or to see that it has none. */
public final class BoardDoor {
  private BoardDoor() {}

  /** Changes no row, and so makes no version. */
  public static void in(StateStore store, Consumer<Board> visit) {
    boolean _ =
        store.update(
            Lane.LOOPS,
            tx -> {
              visit.accept(tx.mirror(HostBoard.KIND).board());
              return true;
            });
  }

  /** The board must answer as one that is made from the rows. */
  public static void check(StateStore store) {
    BoardInvariants.check(store);
  }
}
