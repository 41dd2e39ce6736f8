package io.berth.scheduler.history;

import io.berth.scheduler.history.Happening.Adopted;
import io.berth.scheduler.history.Happening.HostAsked;
import io.berth.scheduler.history.Happening.Motive;
import io.berth.scheduler.history.Happening.Placed;
import io.berth.scheduler.history.Happening.PlacedFor;
import io.berth.scheduler.history.Happening.ServiceAsked;
import io.berth.scheduler.history.Happening.Stopped;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.ArchiveRange;
import io.berth.scheduler.store.ArchiveRange.Order;
import io.berth.scheduler.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what was written of tasks, services and hosts. Any thread but the writer may call. */
public final class History {
  /** How long lines are kept. */
  public static final Duration KEPT = Duration.ofDays(14);

  /** Most lines of a page. */
  public static final int MOST_LINES = 100;

  /** Whoever asks for an end that is further away is told that none is known. */
  private static final int MOST_READS = 20;

  private static final Instant LATEST = Instant.ofEpochSecond(1L << 40);

  private final Archive archive;

  public History(Archive archive) {
    this.archive = archive;
  }

  /**
   * Where a page ends and an earlier one begins.
   *
   * @param at the time of the earliest line that was read
   * @param read how many lines of this very time were
   */
  public record Cursor(Instant at, int read) {}

  /** Some lines, the oldest first, and where earlier ones begin if there are any. */
  public record Page(List<Line> lines, Optional<Cursor> earlier) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /** The newest lines about somebody, or those from before a cursor. */
  public Page page(Subject subject, Optional<Cursor> before, int limit) throws StorageException {
    int known = before.map(Cursor::read).orElse(0);
    // So many lines of one moment are not paged through: what was before it is told.
    boolean isTooMany = known + limit >= Archive.MOST_AT_ONCE;
    int skipped = isTooMany ? 0 : known;
    Instant to =
        before.map(cursor -> isTooMany ? cursor.at() : cursor.at().plusNanos(1)).orElse(LATEST);
    List<Line> read = read(subject, Instant.EPOCH, to, limit + skipped + 1, Order.NEWEST_FIRST);
    List<Line> newestFirst =
        read.subList(Math.min(skipped, read.size()), Math.min(skipped + limit, read.size()));
    return new Page(newestFirst.reversed(), earlier(read, newestFirst, skipped));
  }

  private static Optional<Cursor> earlier(List<Line> read, List<Line> taken, int skipped) {
    if (taken.isEmpty() || read.size() == skipped + taken.size()) {
      return Optional.empty();
    }
    Instant at = taken.getLast().at();
    int same = 0;
    for (Line line : read.subList(0, skipped + taken.size())) {
      same += line.at().equals(at) ? 1 : 0;
    }
    return Optional.of(new Cursor(at, same));
  }

  /**
   * All that is known of one task and of what it came from, the oldest first.
   *
   * @param known its row, as long as there is one
   */
  public List<Line> of(TaskId id, Optional<Task> known) throws StorageException {
    Optional<Line> placed = placed(id);
    // Two lines may come from the same call: it is told once.
    Set<Line> lines = new LinkedHashSet<>();
    if (placed.isPresent()) {
      lines.addAll(asks(placed.get()));
      lines.add(placed.get());
    }
    List<Line> own = page(Subject.of(id), Optional.empty(), MOST_LINES).lines();
    lines.addAll(own);
    Optional<Line> begun = placed.or(() -> adopted(own));
    if (begun.isPresent()) {
      Optional<Line> stopped = stopped(id, begun.get(), known);
      if (stopped.isPresent()) {
        lines.addAll(asks(stopped.get()));
        lines.addAll(drains(stopped.get()));
        lines.add(stopped.get());
      }
    }
    return lines.stream().sorted(Comparator.comparing(Line::at)).toList();
  }

  /** Of a task that was not made here, as far as is known. */
  private static Optional<Line> adopted(List<Line> own) {
    return own.stream().filter(line -> line.what() instanceof Adopted).findFirst();
  }

  /** The decision that made a task. */
  private Optional<Line> placed(TaskId id) throws StorageException {
    List<Line> decisions =
        read(
            Subject.decidedWith(id),
            Instant.EPOCH,
            LATEST,
            Archive.MOST_AT_ONCE,
            Order.OLDEST_FIRST);
    for (Line decision : decisions) {
      Optional<Line> placed =
          switch (decision.what()) {
            case PlacedFor(var service) -> placed(id, at(Subject.of(service), decision.at()));
            case Placed made -> placed(id, List.of(new Line(Subject.of(id), decision.at(), made)));
            default -> Optional.empty();
          };
      if (placed.isPresent()) {
        return placed;
      }
    }
    return Optional.empty();
  }

  private static Optional<Line> placed(TaskId id, List<Line> lines) {
    for (Line line : lines) {
      if (line.what() instanceof Placed placed && !placed.of(id).tasks().isEmpty()) {
        return Optional.of(new Line(line.subject(), line.at(), placed.of(id)));
      }
    }
    return Optional.empty();
  }

  /** What its service decided about its end, if that did. */
  private Optional<Line> stopped(TaskId id, Line begun, Optional<Task> known)
      throws StorageException {
    Optional<Subject> service =
        switch (begun.what()) {
          case Placed(Reason.Upkeep _, _, _, _, _, _) -> Optional.of(begun.subject());
          case Adopted(_, var member, _) -> member.map(Subject::of);
          default ->
              known
                  .flatMap(task -> task.order().membership())
                  .map(Membership::service)
                  .map(Subject::of);
        };
    if (service.isEmpty()) {
      return Optional.empty();
    }
    if (known.isPresent()) {
      Optional<Instant> at = wantedAt(known.get());
      return at.isEmpty() ? Optional.empty() : stopped(id, at(service.get(), at.get()));
    }
    return searchStopped(id, service.get(), begun.at());
  }

  /** When somebody wanted it to end. */
  private static Optional<Instant> wantedAt(Task task) {
    return switch (task.wish()) {
      case Wish.Run() -> Optional.empty();
      case Wish.Drain(_, var at) -> Optional.of(at);
      case Wish.Stop(_, var at) -> Optional.of(at);
      case Wish.Abandoned(_, var at) -> Optional.of(at);
    };
  }

  /** Without a row nobody knows when it was: the lines after its beginning are looked through. */
  private Optional<Line> searchStopped(TaskId id, Subject service, Instant from)
      throws StorageException {
    Instant next = from;
    for (int reads = 0; reads < MOST_READS; reads++) {
      List<Line> lines = read(service, next, LATEST, Archive.MOST_AT_ONCE, Order.OLDEST_FIRST);
      Optional<Line> stopped = stopped(id, lines);
      if (stopped.isPresent() || lines.size() < Archive.MOST_AT_ONCE) {
        return stopped;
      }
      next = lines.getLast().at().plusNanos(1);
    }
    return Optional.empty();
  }

  private static Optional<Line> stopped(TaskId id, List<Line> lines) {
    for (Line line : lines) {
      if (line.what() instanceof Stopped stopped && !stopped.of(id).tasks().isEmpty()) {
        return Optional.of(new Line(line.subject(), line.at(), stopped.of(id)));
      }
    }
    return Optional.empty();
  }

  /** The calls from which a decision of a service came. */
  private List<Line> asks(Line decision) throws StorageException {
    List<Ask> calls =
        switch (decision.what()) {
          case Placed(Reason.Upkeep upkeep, _, _, _, _, _) ->
              List.of(upkeep.begun(), upkeep.changed());
          case Stopped stopped -> List.of(stopped.reason().begun(), stopped.reason().changed());
          default -> List.of();
        };
    List<Line> asks = new ArrayList<>();
    for (Ask ask : calls) {
      for (Line line : at(decision.subject(), ask.at())) {
        if (line.what() instanceof ServiceAsked asked && asked.ask().equals(ask)) {
          asks.add(line);
        }
      }
    }
    return asks;
  }

  /** The call by which its host is emptied, where a task had to go for that. */
  private List<Line> drains(Line stopped) throws StorageException {
    if (stopped.what() instanceof Stopped(var motive, _, _, var tasks)
        && motive == Motive.HOST_LEAVING
        && !tasks.isEmpty()) {
      return drains(tasks.getFirst().host(), stopped.at());
    }
    return List.of();
  }

  private List<Line> drains(HostId host, Instant before) throws StorageException {
    Instant to = before.plusNanos(1);
    for (Line line :
        read(Subject.of(host), Instant.EPOCH, to, Archive.MOST_AT_ONCE, Order.NEWEST_FIRST)) {
      boolean isAsked =
          line.what() instanceof HostAsked(_, var status) && status == Host.Status.DRAINING;
      if (isAsked || line.what() instanceof Happening.ShutsDown) {
        return List.of(line);
      }
    }
    return List.of();
  }

  private List<Line> at(Subject subject, Instant at) throws StorageException {
    return read(subject, at, at.plusNanos(1), Archive.MOST_AT_ONCE, Order.OLDEST_FIRST);
  }

  private List<Line> read(Subject subject, Instant from, Instant to, int limit, Order order)
      throws StorageException {
    return archive.read(new ArchiveRange(subject.text(), from, to, limit, order)).stream()
        .map(Line::of)
        .toList();
  }
}
