package io.berth.scheduler.api;

import io.berth.proto.control.ListHistoryRequest;
import io.berth.proto.control.ListHistoryResponse;
import io.berth.scheduler.history.History;
import io.berth.scheduler.history.History.Cursor;
import io.berth.scheduler.history.History.Page;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The method of our own API that tells what happened, and why. */
public final class HistoryOperations {
  private static final String NAME = "ListHistory";
  private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PLACE = Pattern.compile("(\\d{1,12}) (\\d{1,9}) (\\d{1,4})");

  private final StateStore store;
  private final History history;

  public HistoryOperations(StateStore store, History history) {
    this.store = store;
    this.history = history;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(NAME, ListHistoryRequest.getDefaultInstance(), this::list));
  }

  private ListHistoryResponse list(Caller caller, ListHistoryRequest request) {
    Paging paging =
        Paging.of(
            NAME,
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    try {
      return new Question(Arns.of(caller), store.snapshot(), paging).answer(request);
    } catch (StorageException _) {
      throw ApiError.receiver("ServerException", 500, "The history cannot be read now.");
    }
  }

  /** One request on its way to its answer. */
  private final class Question {
    private final Arns arns;
    private final ReadTx state;
    private final Paging paging;

    private Question(Arns arns, ReadTx state, Paging paging) {
      this.arns = arns;
      this.state = state;
      this.paging = paging;
    }

    ListHistoryResponse answer(ListHistoryRequest request) throws StorageException {
      String about = request.getAbout();
      ClusterName cluster = arns.readCluster(request.getCluster());
      if (about.isEmpty()) {
        return ofCluster(cluster);
      }
      if (about.startsWith("arn:")) {
        return switch (arns.readAny(about)) {
          case Arns.NamedTask(_, var id) -> known(ofTask(id), about);
          case Arns.NamedHost(_, var id) -> known(ofHost(id), about);
          case Arns.NamedService(var said, var name) ->
              known(ofService(new ServiceId(said.orElse(cluster), name)), about);
          case Arns.NamedCluster(var name) -> ofCluster(name);
          case Arns.NamedDefinition _ ->
              throw Lookups.invalid("A task definition has no history: it never changes.");
        };
      }
      if (HEX_ID.matcher(about).matches()) {
        Optional<ListHistoryResponse> answer = ofTask(TaskId.parse(about));
        if (answer.isEmpty()) {
          answer = ofHost(HostId.parse(about));
        }
        if (answer.isEmpty()) {
          answer = ofProxy(PeerId.parse(about));
        }
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      if (FINGERPRINT.matcher(about).matches()) {
        Fingerprint authority = new Fingerprint(about);
        if (state.find(Tables.CA_CERTIFICATES, authority).isPresent()) {
          return known(paged(Subject.ofAuthority(authority), true), about);
        }
      }
      return known(ofService(Lookups.service(arns, cluster, about)), about);
    }

    private static ListHistoryResponse known(Optional<ListHistoryResponse> answer, String about) {
      return answer.orElseThrow(() ->
          ApiError.sender(
              "ResourceNotFoundException",
              "Nothing is known of "
                  + Arns.shown(about)
                  + ": there is no task, service or host of this name, and of what has gone"
                  + " history is kept for "
                  + History.KEPT.toDays()
                  + " days."));
    }

    private Optional<ListHistoryResponse> ofTask(TaskId id) throws StorageException {
      Optional<Task> row = state.find(Tables.TASKS, id);
      List<Line> lines = history.of(id, row);
      return row.isPresent() || !lines.isEmpty()
          ? Optional.of(written(Subject.of(id), new Page(lines, Optional.empty())))
          : Optional.empty();
    }

    private Optional<ListHistoryResponse> ofHost(HostId id) throws StorageException {
      return paged(Subject.of(id), state.find(Tables.HOSTS, id).isPresent());
    }

    private Optional<ListHistoryResponse> ofProxy(PeerId id) throws StorageException {
      boolean isThere =
          state.find(Tables.PEERS, id).filter(peer -> peer.kind() == PeerKind.PROXY).isPresent();
      return paged(Subject.ofProxy(id), isThere);
    }

    private Optional<ListHistoryResponse> ofService(ServiceId id) throws StorageException {
      return paged(Subject.of(id), state.find(Tables.SERVICES, id).isPresent());
    }

    private ListHistoryResponse ofCluster(ClusterName name) throws StorageException {
      return paged(Subject.of(name), state.find(Tables.CLUSTERS, name).isPresent())
          .orElseThrow(() -> ApiError.sender("ClusterNotFoundException", "Cluster not found."));
    }

    private Optional<ListHistoryResponse> paged(Subject subject, boolean isThere)
        throws StorageException {
      Optional<Cursor> before = paging.after().map(HistoryOperations::cursor);
      Page page = history.page(subject, before, paging.most());
      return isThere || before.isPresent() || !page.lines().isEmpty()
          ? Optional.of(written(subject, page))
          : Optional.empty();
    }

    private ListHistoryResponse written(Subject subject, Page page) {
      HistoryWire wire = new HistoryWire(state);
      ListHistoryResponse.Builder response =
          ListHistoryResponse.newBuilder().setAbout(subject.text());
      page.lines().forEach(line -> response.addLines(wire.line(line)));
      page.earlier()
          .map(HistoryOperations::text)
          .map(paging::token)
          .ifPresent(response::setNextToken);
      return response.build();
    }
  }

  private static String text(Cursor cursor) {
    Instant at = cursor.at();
    return at.getEpochSecond() + " " + at.getNano() + " " + cursor.read();
  }

  private static Cursor cursor(String text) {
    Matcher parts = PLACE.matcher(text);
    if (!parts.matches()) {
      throw Paging.badToken();
    }
    try {
      return new Cursor(
          Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))),
          Integer.parseInt(parts.group(3)));
    } catch (DateTimeException _) {
      throw Paging.badToken();
    }
  }
}
