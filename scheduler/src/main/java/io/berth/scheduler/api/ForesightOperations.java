package io.berth.scheduler.api;

import io.berth.proto.control.AskWhatIfRequest;
import io.berth.proto.control.AskWhatIfResponse;
import io.berth.proto.control.CheckHostLossesRequest;
import io.berth.proto.control.CheckHostLossesResponse;
import io.berth.proto.control.PlanRunTaskRequest;
import io.berth.proto.control.PlanRunTaskResponse;
import io.berth.proto.control.PlanUpdateServiceRequest;
import io.berth.proto.control.PlanUpdateServiceResponse;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.foresight.Aftermath;
import io.berth.scheduler.foresight.Budget;
import io.berth.scheduler.foresight.Foresight;
import io.berth.scheduler.foresight.Question;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The methods of our own API that tell what would happen, and change nothing. */
public final class ForesightOperations {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final int MOST_SECONDS = 20;
  private static final int MOST_LOST = 1_000;
  private static final int MOST_ADDED = 10_000;
  private static final int MOST_TASKS = 10_000;

  private final StateStore store;
  private final InstantSource clock;
  private final RunTaskDocuments runs;
  private final UpdateServiceDocuments updates;
  private final Questions questions;

  public ForesightOperations(
      StateStore store, Documents documents, InstantSource clock, Questions questions) {
    this.store = store;
    this.clock = clock;
    this.questions = questions;
    this.runs = new RunTaskDocuments(documents);
    this.updates = new UpdateServiceDocuments(documents);
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "PlanRunTask", PlanRunTaskRequest.getDefaultInstance(), this::planRunTask),
        new ControlOperation<>(
            "PlanUpdateService",
            PlanUpdateServiceRequest.getDefaultInstance(),
            this::planUpdateService),
        new ControlOperation<>("AskWhatIf", AskWhatIfRequest.getDefaultInstance(), this::whatIf),
        new ControlOperation<>(
            "CheckHostLosses", CheckHostLossesRequest.getDefaultInstance(), this::losses));
  }

  /** The version stands for chance: the same question about the same state has one answer. */
  private Foresight foresight(Snapshot state, Duration budget) {
    return new Foresight(
        state,
        clock.instant(),
        () -> new SplittableRandom(state.version().number()),
        Budget.of(budget, questions.nanoTime()));
  }

  private PlanRunTaskResponse planRunTask(Caller caller, PlanRunTaskRequest request) {
    Snapshot state = store.snapshot();
    RunTask wanted = runs.read(state, caller, request.getRunTask());
    return questions.answer(
        () -> new ForesightWire().write(Refusals.done(foresight(state, BUDGET).run(wanted))));
  }

  private PlanUpdateServiceResponse planUpdateService(
      Caller caller, PlanUpdateServiceRequest request) {
    Snapshot state = store.snapshot();
    Question.Update wanted = updates.read(state, caller, request.getUpdateService());
    return questions.answer(
        () -> new ForesightWire().write(Refusals.done(foresight(state, BUDGET).update(wanted))));
  }

  private AskWhatIfResponse whatIf(Caller caller, AskWhatIfRequest request) {
    Snapshot state = store.snapshot();
    Question question = question(state, caller, request);
    return questions.answer(() -> {
      Aftermath aftermath = Refusals.done(foresight(state, BUDGET).whatIf(question));
      return ForesightWire.withAdded(aftermath.added()).write(aftermath);
    });
  }

  private CheckHostLossesResponse losses(Caller caller, CheckHostLossesRequest request) {
    Snapshot state = store.snapshot();
    ClusterName cluster =
        Lookups.activeCluster(state, Arns.of(caller), request.getCluster()).name();
    Duration budget = BUDGET;
    if (request.hasBudgetSeconds()) {
      long seconds = Integer.toUnsignedLong(request.getBudgetSeconds());
      if (seconds < 1 || seconds > MOST_SECONDS) {
        throw Lookups.invalid("budgetSeconds must be between 1 and " + MOST_SECONDS + ".");
      }
      budget = Duration.ofSeconds(seconds);
    }
    Foresight foresight = foresight(state, budget);
    return questions.answer(() -> new ForesightWire().write(state, foresight.losses(cluster)));
  }

  // ------------------------------------------------------------------------------ what if

  private Question question(Snapshot state, Caller caller, AskWhatIfRequest request) {
    Arns arns = Arns.of(caller);
    ClusterName cluster = Lookups.activeCluster(state, arns, request.getCluster()).name();
    List<HostId> lost = lost(arns, cluster, request);
    Optional<Question.Addition> added = added(arns, cluster, request);
    Optional<Question.Update> update =
        given(request.getUpdateService()).map(text -> updates.read(state, caller, text));
    update.ifPresent(one -> requireSame(cluster, one.service().cluster()));
    Optional<RunTask> tasks =
        given(request.getRunTask()).map(text -> runs.read(state, caller, text));
    tasks.ifPresent(one -> requireSame(cluster, one.cluster()));
    if (request.hasRunCount()) {
      long count = Integer.toUnsignedLong(request.getRunCount());
      if (tasks.isEmpty() || count < 1 || count > MOST_TASKS) {
        throw Lookups.invalid(
            "runCount is between 1 and " + MOST_TASKS + ", and says how often runTask is meant.");
      }
      tasks = tasks.map(one -> times(one, Optional.of((int) count)));
    } else {
      tasks = tasks.map(one -> times(one, Optional.empty()));
    }
    if (lost.isEmpty() && added.isEmpty() && update.isEmpty() && tasks.isEmpty()) {
      throw Lookups.invalid(
          "Say what shall happen: hosts that are lost or added, a service that changes, or tasks.");
    }
    return new Question(cluster, lost, added, update, tasks);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static List<HostId> lost(Arns arns, ClusterName cluster, AskWhatIfRequest request) {
    if (request.getLostHostsCount() > MOST_LOST) {
      throw Lookups.invalid("lostHosts can have at most " + MOST_LOST + " items.");
    }
    Set<HostId> lost = new LinkedHashSet<>();
    for (String given : request.getLostHostsList()) {
      HostId host = Lookups.host(arns, cluster, given);
      if (!lost.add(host)) {
        throw Lookups.invalid("The host " + host + " is named twice in lostHosts.");
      }
    }
    return new ArrayList<>(lost);
  }

  private static Optional<Question.Addition> added(
      Arns arns, ClusterName cluster, AskWhatIfRequest request) {
    long count = Integer.toUnsignedLong(request.getAddedHosts());
    if (count > MOST_ADDED) {
      throw Lookups.invalid("addedHosts is at most " + MOST_ADDED + ".");
    }
    if (request.getLikeHost().isEmpty() != (count == 0)) {
      throw Lookups.invalid("addedHosts and likeHost belong together: how many, and like which.");
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new Question.Addition((int) count, Lookups.host(arns, cluster, request.getLikeHost())));
  }

  private static void requireSame(ClusterName cluster, ClusterName named) {
    if (!named.equals(cluster)) {
      throw Lookups.invalid(
          "The question is about the cluster "
              + cluster
              + ", and a request in it about "
              + named
              + ".");
    }
  }

  /** Whoever asks what if has not asked before: a client token is none of its business. */
  private static RunTask times(RunTask one, Optional<Integer> count) {
    return switch (one.where()) {
      case RunTask.Where.Named _ -> one;
      case RunTask.Where.Placed placed ->
          new RunTask(
              one.cluster(),
              one.plan(),
              new RunTask.Where.Placed(
                  count.orElse(placed.count()),
                  placed.preferences(),
                  placed.strategies(),
                  placed.constraints()),
              one.group(),
              one.startedBy(),
              one.tags(),
              Optional.empty());
    };
  }
}
