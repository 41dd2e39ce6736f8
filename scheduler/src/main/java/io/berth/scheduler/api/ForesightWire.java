package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.AskWhatIfResponse;
import io.berth.proto.control.CheckHostLossesResponse;
import io.berth.proto.control.ForeseenLack;
import io.berth.proto.control.ForeseenMove;
import io.berth.proto.control.ForeseenMoveKind;
import io.berth.proto.control.ForeseenObstacle;
import io.berth.proto.control.HostLoss;
import io.berth.proto.control.PlanRunTaskResponse;
import io.berth.proto.control.PlanUpdateServiceResponse;
import io.berth.scheduler.foresight.Aftermath;
import io.berth.scheduler.foresight.Foreseen;
import io.berth.scheduler.foresight.HostLosses;
import io.berth.scheduler.foresight.Lack;
import io.berth.scheduler.foresight.Move;
import io.berth.scheduler.foresight.TasksForeseen;
import io.berth.scheduler.foresight.UpdateForeseen;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What would happen, as our own API shows it.
 *
 * @param added the hosts that there are for the question alone, and their numbers from 1
 */
record ForesightWire(Map<HostId, Integer> added) {
  private static final int MOST_MOVES = 10_000;
  private static final int MOST_LOSSES = 1_000;
  private static final int MOST_LACKS = 100;
  private static final int MOST_UNCHECKED = 10_000;

  /** Of a question for which no hosts were added. */
  ForesightWire() {
    this(Map.of());
  }

  static ForesightWire withAdded(List<HostId> hosts) {
    Map<HostId, Integer> numbers = new HashMap<>();
    hosts.forEach(host -> numbers.put(host, numbers.size() + 1));
    return new ForesightWire(numbers);
  }

  PlanRunTaskResponse write(TasksForeseen tasks) {
    return PlanRunTaskResponse.newBuilder()
        .addAllMoves(moves(tasks.foreseen()))
        .addAllLacks(lacks(tasks.foreseen().lacks()))
        .setDoneAlready(tasks.isDoneAlready())
        .build();
  }

  PlanUpdateServiceResponse write(UpdateForeseen update) {
    return PlanUpdateServiceResponse.newBuilder()
        .addAllMoves(moves(update.foreseen()))
        .setMovesLeftOut(leftOut(update.foreseen().moves(), MOST_MOVES))
        .addAllLacks(lacks(update.foreseen().lacks()))
        .setNewDeployment(update.begun().isPresent())
        .setTaskDefinition(
            update.begun().map(begun -> begun.recipe().definition().toString()).orElse(""))
        .setDesiredBefore(update.desiredBefore())
        .setDesiredAfter(update.desiredAfter())
        .setOlderTasks(update.older())
        .setGaveUp(!update.foreseen().isWhole())
        .build();
  }

  AskWhatIfResponse write(Aftermath aftermath) {
    return AskWhatIfResponse.newBuilder()
        .addAllMoves(moves(aftermath.foreseen()))
        .setMovesLeftOut(leftOut(aftermath.foreseen().moves(), MOST_MOVES))
        .addAllLacks(lacks(aftermath.foreseen().lacks()))
        .setNotReplaced(aftermath.notReplaced())
        .setGaveUp(!aftermath.foreseen().isWhole())
        .build();
  }

  CheckHostLossesResponse write(ReadTx state, HostLosses losses) {
    List<HostLosses.Loss> unabsorbed =
        losses.checked().stream().filter(loss -> !loss.isAbsorbed()).toList();
    return CheckHostLossesResponse.newBuilder()
        .addAllLosses(
            unabsorbed.stream().limit(MOST_LOSSES).map(loss -> write(state, loss)).toList())
        .setLossesLeftOut(leftOut(unabsorbed, MOST_LOSSES))
        .setCheckedHosts(losses.checked().size())
        .addAllUncheckedHostIds(
            losses.unchecked().stream().limit(MOST_UNCHECKED).map(HostId::text).toList())
        .setUncheckedHosts(losses.unchecked().size())
        .setTasksWithoutService(
            losses.checked().stream().mapToInt(HostLosses.Loss::notReplaced).sum())
        .build();
  }

  private HostLoss write(ReadTx state, HostLosses.Loss loss) {
    return HostLoss.newBuilder()
        .setHostId(loss.host().text())
        .setHostName(
            state
                .find(Tables.HOSTS, loss.host())
                .map(host -> host.facts().machine().hostName())
                .orElse(""))
        .setServiceTasks(loss.serviceTasks())
        .setNotReplaced(loss.notReplaced())
        .addAllLacks(lacks(loss.lacks().stream().limit(MOST_LACKS).toList()))
        .setLacksLeftOut(leftOut(loss.lacks(), MOST_LACKS))
        .build();
  }

  private static int leftOut(List<?> all, int most) {
    return Math.max(0, all.size() - most);
  }

  private List<ForeseenMove> moves(Foreseen foreseen) {
    return foreseen.moves().stream().limit(MOST_MOVES).map(this::move).toList();
  }

  private ForeseenMove move(Move move) {
    ForeseenMove.Builder shown =
        ForeseenMove.newBuilder()
            .setKind(kind(move.what().kind()))
            .setServiceName(move.what().service().map(ServiceId::name).orElse(""))
            .setTaskDefinition(move.what().definition().toString())
            .setCount(move.count());
    int number = number(move.what().host());
    return number == 0
        ? shown.setHostId(move.what().host().text()).build()
        : shown.setAddedHost(number).build();
  }

  /** From 1; 0 of a host that is there. */
  private int number(HostId host) {
    return added.getOrDefault(host, 0);
  }

  private static ForeseenMoveKind kind(Move.Kind kind) {
    return switch (kind) {
      case START -> ForeseenMoveKind.FORESEEN_MOVE_KIND_START;
      case DRAIN -> ForeseenMoveKind.FORESEEN_MOVE_KIND_DRAIN;
      case STOP -> ForeseenMoveKind.FORESEEN_MOVE_KIND_STOP;
      case LOSE -> ForeseenMoveKind.FORESEEN_MOVE_KIND_LOSE;
    };
  }

  private List<ForeseenLack> lacks(List<Lack> lacks) {
    return lacks.stream().map(this::lack).toList();
  }

  private ForeseenLack lack(Lack lack) {
    ForeseenLack.Builder shown =
        ForeseenLack.newBuilder()
            .setServiceName(lack.service().map(ServiceId::name).orElse(""))
            .setCount(lack.count())
            .setCountBefore(lack.before());
    switch (lack.why()) {
      case Lack.Why.NoPlace(var closest) -> {
        shown
            .setObstacle(ForeseenObstacle.FORESEEN_OBSTACLE_NO_PLACE)
            .setReason(closest.reason())
            .setDetail(closest.detail().map(TaskOperations::sentence).orElse(""));
        int number = number(closest.host());
        if (number == 0) {
          shown.setClosestHostId(closest.host().text());
        } else {
          shown.setClosestAddedHost(number);
        }
      }
      case Lack.Why.NoHosts() -> shown.setObstacle(ForeseenObstacle.FORESEEN_OBSTACLE_NO_HOSTS);
      case Lack.Why.TriesLater(var at) ->
          shown
              .setObstacle(ForeseenObstacle.FORESEEN_OBSTACLE_TRIES_LATER)
              .setRetryAt(
                  Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
      case Lack.Why.HeldBack() -> shown.setObstacle(ForeseenObstacle.FORESEEN_OBSTACLE_HELD_BACK);
    }
    return shown.build();
  }
}
