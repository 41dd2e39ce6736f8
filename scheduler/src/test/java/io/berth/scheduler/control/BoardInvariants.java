package io.berth.scheduler.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Board;
import io.berth.scheduler.placement.BoardPlacer;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.placement.Placement;
import io.berth.scheduler.placement.PlacementRequest;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.SplittableRandom;

/** The board that was kept in step with each change answers as one that is made from the rows. */
final class BoardInvariants {
  private static final RunTask ASKED =
      ControlWorld.some(1, ControlWorld.plan(new TaskShape(Resources.NONE)));
  private static final List<PlacementRequest> PROBES =
      List.of(
          probe(new Resources(100, 50, 1, 0), "family:web", new Strategy.SpreadOverHosts()),
          probe(
              new Resources(1, 0, 0, 0),
              "service:web",
              new Strategy.SpreadOverHosts(),
              new Strategy.Binpack(Strategy.Resource.CPU)),
          probe(new Resources(0, 1, 5, 1), "", new Strategy.Binpack(Strategy.Resource.MEMORY)),
          probe(
              new Resources(1, 0, 0, 0),
              "family:web",
              new Strategy.Binpack(Strategy.Resource.CPU),
              new Strategy.SpreadOverHosts()),
          new PlacementRequest(
              new TaskShape(Resources.NONE),
              40,
              "family:web",
              List.of(new Constraint.DistinctHosts()),
              List.of()));

  private BoardInvariants() {}

  private static PlacementRequest probe(Resources asked, String group, Strategy... strategies) {
    return new PlacementRequest(new TaskShape(asked), 40, group, List.of(), List.of(strategies));
  }

  static void check(StateStore store) {
    store.update(
        Lane.API,
        tx -> {
          Board kept = tx.mirror(HostBoard.KIND).board();
          HostBoard made = new HostBoard();
          for (Table<?, ?> table : List.of(Tables.HOSTS, Tables.TASKS, Tables.TARGETS)) {
            tx.rows(table).forEach(row -> made.moved(table, null, row));
          }
          for (Host host : tx.rows(Tables.HOSTS)) {
            for (PlacementRequest probe : PROBES) {
              assertEquals(answer(tx, made.board(), host, probe), answer(tx, kept, host, probe));
            }
          }
          return true;
        });
  }

  private static Placement answer(ReadTx tx, Board board, Host host, PlacementRequest probe) {
    return board.hasHosts(host.cluster())
        ? new BoardPlacer(board, host.cluster(), probe, new Anything(tx))
            .place(new SplittableRandom(1))
        : new Placement(List.of(), List.of());
  }

  /** Asks of hosts for nothing but room. */
  private record Anything(ReadTx tx) implements BoardPlacer.Suits {

    @Override
    public boolean isSuited(Host host) {
      return true;
    }

    @Override
    public QueriedHost traits(Host host) {
      return new HostTraits(tx, host);
    }

    @Override
    public Resources unpickable(Host host) {
      return new HostViews.Asked(tx, ASKED).unpickable(host);
    }

    @Override
    public HostView view(Host host, HostView.TasksOfGroup tasksOfGroup) {
      return HostViews.view(tx, host, ASKED, tasksOfGroup);
    }
  }
}
