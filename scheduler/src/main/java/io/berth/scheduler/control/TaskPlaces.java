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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    return new Found(placement.placed(), failures(tx, request, placement), choice(placer.looked()));
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
    // What is on a host that is named more often must fit there together.
    Map<HostId, Integer> counts = new LinkedHashMap<>();
    hosts.forEach(id -> counts.merge(id, 1, Integer::sum));
    counts.forEach((id, count) -> {
      Optional<Host> host =
          tx.find(Tables.HOSTS, id).filter(found -> found.cluster().equals(request.cluster()));
      if (host.isEmpty()) {
        failures.addAll(Collections.nCopies(count, new NotPlaced(id, "MISSING")));
      } else if (host.get().status() != Host.Status.ACTIVE) {
        failures.addAll(Collections.nCopies(count, new NotPlaced(id, "INACTIVE")));
      } else {
        // Nobody asks there how many of the group there are: no constraint and no strategy does.
        HostView view = HostViews.view(tx, host.get(), request, HostView.TasksOfGroup.NONE);
        var some = new PlacementRequest(request.plan().asked(), count, List.of());
        Placement placement = Placer.place(some, List.of(view), random);
        places.addAll(placement.placed());
        failures.addAll(failures(tx, request, placement));
      }
    });
    Map<String, Integer> lacking = new HashMap<>();
    failures.forEach(failure -> lacking.merge(failure.reason(), 1, Integer::sum));
    return new Found(places, failures, new Choice(counts.size(), places.size(), lacking));
  }

  private static List<NotPlaced> failures(ReadTx tx, RunTask request, Placement placement) {
    return placement.unplaced().stream()
        .map(unplaced ->
            new NotPlaced(
                unplaced.closest(), unplaced.lack().reason(), detail(tx, request, unplaced)))
        .toList();
  }

  private static Optional<String> detail(ReadTx tx, RunTask request, Unplaced unplaced) {
    return switch (unplaced.lack()) {
      case HELD_PORTS -> Optional.of(HELD);
      case ATTRIBUTE ->
          tx.find(Tables.HOSTS, unplaced.closest())
              .map(host -> LackWords.of(HostViews.standing(host, request.plan()).missing()));
      case AGENT, MEMBER_OF, DISTINCT_HOSTS, CPU, MEMORY, PORTS, GPU -> Optional.empty();
    };
  }
}
