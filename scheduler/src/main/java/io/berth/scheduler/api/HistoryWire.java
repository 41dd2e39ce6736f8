package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.HistoryAsk;
import io.berth.proto.control.HistoryChoice;
import io.berth.proto.control.HistoryCount;
import io.berth.proto.control.HistoryLine;
import io.berth.proto.control.HistoryTask;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lines of history as our own API shows them. */
final class HistoryWire {
  /** How many tasks a line names. */
  static final int MOST_TASKS = 20;

  private final ReadTx state;
  private final HistoryWords words;

  /** Keys that are still there are shown with their notes. */
  HistoryWire(ReadTx state) {
    this.state = state;
    this.words = new HistoryWords(state);
  }

  HistoryLine line(Line line) {
    HistoryLine.Builder shown =
        HistoryLine.newBuilder()
            .setAt(time(line.at()))
            .setAbout(line.subject().text())
            .setKind(line.kind())
            .setSentence(words.sentence(line))
            .addAllBecause(words.because(line));
    asks(line.what()).forEach(ask -> shown.addAsked(ask(ask)));
    switch (line.what()) {
      case Happening.Placed placed -> {
        tasks(shown, placed.tasks());
        shown.setChoice(choice(placed));
        if (placed.reason() instanceof Reason.Upkeep upkeep) {
          shown.setCount(count(upkeep));
        }
      }
      case Happening.Stopped stopped -> {
        tasks(shown, stopped.tasks());
        shown.setCount(count(stopped.reason()));
      }
      case Happening.Adopted adopted -> tasks(shown, adopted.tasks());
      default -> {
        // Whatever else there is to say is in the sentence.
      }
    }
    return shown.build();
  }

  /** The calls that it came from, the latest first. */
  static List<Ask> asks(Happening what) {
    return switch (what) {
      case Happening.Placed placed -> asks(placed.reason());
      case Happening.Stopped stopped -> asks(stopped.reason());
      case Happening.StopAsked asked -> List.of(asked.ask());
      case Happening.Abandoned abandoned -> List.of(abandoned.ask());
      case Happening.ServiceAsked asked -> List.of(asked.ask());
      case Happening.HostAsked asked -> List.of(asked.ask());
      case Happening.AuthorityAsked asked -> List.of(asked.ask());
      case Happening.IdentityRevoked revoked -> List.of(revoked.ask());
      case Happening.Attributed attributed -> List.of(attributed.ask());
      case Happening.Released(Happening.Release.Confirmed(var ask)) -> List.of(ask);
      case Happening.PlacedFor _,
          Happening.Ended _,
          Happening.TargetLeft _,
          Happening.Adopted _,
          Happening.ClaimRefused _,
          Happening.Completed _,
          Happening.Hindered _,
          Happening.Over _,
          Happening.Joined _,
          Happening.WentSilent _,
          Happening.CameBack _,
          Happening.ShutsDown _,
          Happening.StartedAnew _,
          Happening.FactsChanged _,
          Happening.Alarmed _,
          Happening.WasLost _,
          Happening.Rests _,
          Happening.Expired _,
          Happening.Braked _,
          Happening.Released _,
          Happening.AgentAttributed _,
          Happening.Unreadable _ ->
          List.of();
    };
  }

  private static List<Ask> asks(Reason reason) {
    return switch (reason) {
      case Reason.Called(var ask) -> List.of(ask);
      case Reason.Upkeep upkeep ->
          Stream.of(upkeep.changed(), upkeep.begun())
              .distinct()
              .sorted(Comparator.comparing(Ask::at).reversed())
              .toList();
    };
  }

  private HistoryAsk ask(Ask ask) {
    HistoryAsk.Builder shown = HistoryAsk.newBuilder().setCall(ask.call()).setAt(time(ask.at()));
    if (ask.by() instanceof Asker.Key(var id)) {
      shown.setAccessKeyId(id.text());
      state.find(Tables.API_KEYS, id).map(ApiKey::description).ifPresent(shown::setNote);
    }
    return shown.build();
  }

  private static void tasks(HistoryLine.Builder shown, List<Happening.TaskOn> tasks) {
    shown.setTaskCount(tasks.size());
    tasks.stream()
        .limit(MOST_TASKS)
        .forEach(one ->
            shown.addTasks(
                HistoryTask.newBuilder()
                    .setTaskId(one.task().text())
                    .setHostId(one.host().text())));
  }

  private static HistoryChoice choice(Happening.Placed placed) {
    HistoryChoice.Builder shown =
        HistoryChoice.newBuilder()
            .setHosts(placed.choice().hosts())
            .setSuited(placed.choice().suited())
            .setMissing(placed.missing())
            .putAllLacking(placed.choice().lacking());
    placed
        .closest()
        .ifPresent(closest ->
            shown.setClosestHostId(closest.host().text()).setClosestLacks(closest.lack()));
    return shown.build();
  }

  private static HistoryCount count(Reason.Upkeep upkeep) {
    return HistoryCount.newBuilder()
        .setDesired(upkeep.count().desired())
        .setKept(upkeep.count().kept())
        .setReplaced(upkeep.count().replaced())
        .setEnding(upkeep.count().ending())
        .setDeploymentId(upkeep.deployment().text())
        .setMinimumHealthyPercent(upkeep.rolling().minimumHealthyPercent())
        .setMaximumPercent(upkeep.rolling().maximumPercent())
        .build();
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
