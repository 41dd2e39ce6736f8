package io.berth.proxy.main;

import io.berth.proxy.feed.ListenerProblem;
import io.berth.proxy.feed.Served;
import io.berth.proxy.feed.TableFile;
import io.berth.proxy.feed.TablePlace;
import io.berth.proxy.health.HealthChecks;
import io.berth.proxy.http.HttpPlane;
import io.berth.proxy.http.PortProblem;
import io.berth.proxy.route.RoutingTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a table to disk and into service: the disk first, so that whoever is told of a version finds
 * it after a restart, then the loops, then the checks of what is new. May be used by any thread;
 * one at a time is served.
 */
final class ServingPlace implements TablePlace {
  private final TableFile file;
  private final HttpPlane plane;
  private final HealthChecks checks;
  private final HealthNews news;
  private Optional<Served> served = Optional.empty();
  private RoutingTable table = RoutingTable.empty();
  private List<ListenerProblem> problems = List.of();

  ServingPlace(TableFile file, HttpPlane plane, HealthChecks checks, HealthNews news) {
    this.file = file;
    this.plane = plane;
    this.checks = checks;
    this.news = news;
  }

  /** What was on disk at the start. */
  synchronized void resume(Served stored) {
    put(stored);
  }

  @Override
  public synchronized Optional<Served> served() {
    return served;
  }

  @Override
  public synchronized void serve(Served next) throws IOException {
    file.write(next);
    put(next);
  }

  private void put(Served next) {
    plane.serve(next.table(), checks::isHealthy);
    checks.serve(next.table());
    news.keepOnly(next.table());
    served = Optional.of(next);
    table = next.table();
    problems = problems(plane.problems());
  }

  /** With another identity its versions mean nothing; the table is served until one comes. */
  synchronized void forgetVersion() {
    served = Optional.empty();
  }

  @Override
  public synchronized List<ListenerProblem> problems() {
    return problems;
  }

  /** Tries the ports again that could not be bound; answers whether the problems are others now. */
  synchronized boolean retryPorts() {
    List<ListenerProblem> before = problems;
    problems = problems(plane.retryPorts());
    return !problems.equals(before);
  }

  private List<ListenerProblem> problems(Map<Integer, PortProblem> ports) {
    return table.listeners().stream()
        .flatMap(listener ->
            Optional.ofNullable(ports.get(listener.port()))
                .map(problem ->
                    new ListenerProblem(listener.id(), kind(problem), problem.sentence()))
                .stream())
        .toList();
  }

  private static ListenerProblem.Kind kind(PortProblem problem) {
    return switch (problem.kind()) {
      case TAKEN -> ListenerProblem.Kind.PORT_TAKEN;
      case DENIED -> ListenerProblem.Kind.PORT_DENIED;
      case ADDRESS_MISSING -> ListenerProblem.Kind.ADDRESS_MISSING;
    };
  }
}
