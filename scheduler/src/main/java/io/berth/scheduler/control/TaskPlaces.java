package io.berth.scheduler.control;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.history.Happening.Choice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.placement.Board;
import io.berth.scheduler.placement.BoardPlacer;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.placement.Looked;
import io.berth.scheduler.placement.Place;
import io.berth.scheduler.placement.Placement;
import io.berth.scheduler.placement.PlacementRequest;
import io.berth.scheduler.placement.Placer;
import io.berth.scheduler.placement.Unplaced;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Finds places for the tasks of a request among the hosts as they are in this transaction. */
sealed interface TaskPlaces {
  /** Of a host, as a sentence goes on. */
  String HELD =
      "has freed a port required by your task, which waits until every proxy has forgotten it";

  /**
   * A place for each task that found one, and a reason for each that did not.
   *
   * @param choice what there was to choose from
   */
  record Found(List<Place> places, List<NotPlaced> failures, Choice choice) implements TaskPlaces {}

  /** The cluster has no host that takes tasks. */
  record NoHosts() implements TaskPlaces {}

  static TaskPlaces find(WriteTx tx, RunTask request, RandomGenerator random) {
    return switch (request.where()) {
      case RunTask.Where.Placed placed -> placed(tx, request, placed, random);
      case RunTask.Where.Named(var hosts) -> named(tx, request, hosts, random);
    };
  }

  private static TaskPlaces placed(
      WriteTx tx, RunTask request, RunTask.Where.Placed wanted, RandomGenerator random) {
    Board board = tx.mirror(HostBoard.KIND).board();
    if (!board.hasHosts(request.cluster())) {
      return new NoHosts();
    }
    PlacementRequest tasks = wanted.tasks(request.plan(), request.group());
    BoardPlacer placer =
        new BoardPlacer(board, request.cluster(), tasks, new HostViews.Asked(tx, request));
    Placement placement = placer.place(random);
    return new Found(placement.placed(), failures(placement), choice(placer.looked()));
  }

  private static Choice choice(Looked looked) {
    Map<String, Integer> lacking = new HashMap<>();
    looked.lacking().forEach((lack, hosts) -> lacking.merge(lack.reason(), hosts, Integer::sum));
    return new Choice(looked.hosts(), looked.fitting(), lacking);
  }

  private static TaskPlaces named(
      ReadTx tx, RunTask request, List<HostId> hosts, RandomGenerator random) {
    List<Place> places = new ArrayList<>();
    List<NotPlaced> failures = new ArrayList<>();
    for (HostId id : hosts) {
      Optional<Host> host =
          tx.find(Tables.HOSTS, id).filter(found -> found.cluster().equals(request.cluster()));
      if (host.isEmpty()) {
        failures.add(new NotPlaced(id, "MISSING"));
      } else if (host.get().status() != Host.Status.ACTIVE) {
        failures.add(new NotPlaced(id, "INACTIVE"));
      } else {
        // Nobody asks there how many of the group there are: no constraint and no strategy does.
        HostView view = HostViews.view(tx, host.get(), request, HostView.TasksOfGroup.NONE);
        var one = new PlacementRequest(request.plan().asked(), 1, List.of());
        Placement placement = Placer.place(one, List.of(view), random);
        places.addAll(placement.placed());
        failures.addAll(failures(placement));
      }
    }
    Map<String, Integer> lacking = new HashMap<>();
    failures.forEach(failure -> lacking.merge(failure.reason(), 1, Integer::sum));
    return new Found(places, failures, new Choice(hosts.size(), places.size(), lacking));
  }

  private static List<NotPlaced> failures(Placement placement) {
    return placement.unplaced().stream()
        .map(unplaced ->
            new NotPlaced(unplaced.closest(), unplaced.lack().reason(), detail(unplaced.lack())))
        .toList();
  }

  private static Optional<String> detail(Unplaced.Lack lack) {
    return switch (lack) {
      case HELD_PORTS -> Optional.of(HELD);
      case AGENT, ATTRIBUTE, MEMBER_OF, DISTINCT_HOSTS, CPU, MEMORY, PORTS, GPU -> Optional.empty();
    };
  }
}
