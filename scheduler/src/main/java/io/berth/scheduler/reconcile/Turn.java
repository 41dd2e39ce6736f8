package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision about one service, from its view to its plan. */
final class Turn {
  /** How many tasks a turn stops or registers at most. */
  static final int MOST_STEPS = 50;

  /** How many it starts: they are placed together, and each turn looks at all that are there. */
  static final int MOST_STARTS = 500;

  /** How long what stays as it is is not said again. */
  static final Duration SAID_AGAIN = Duration.ofHours(6);

  private final ServiceView view;
  private final Service service;
  private final ServiceId id;
  private final Instant now;
  private final Roster roster;
  private final Bounds bounds;
  private final List<Step> steps = new ArrayList<>();
  private Optional<Instant> wakeAt = Optional.empty();

  Turn(ServiceView view, Instant now) {
    this.view = view;
    this.service = view.service();
    this.id = service.id();
    this.now = now;
    this.roster = Roster.of(view, now);
    this.bounds = Bounds.of(service.desiredCount(), service.wish().rolling());
  }

  Plan plan() {
    endDrained();
    register();
    List<TaskView> departures = Departures.choose(view, roster, bounds);
    departures = departures.subList(0, Math.min(departures.size(), MOST_STEPS));
    stop(departures);
    if (service.isActive()) {
      keepUp(departures);
    } else if (view.tasks().isEmpty()) {
      steps.add(new Step.End());
    }
    return new Plan(steps, wakeAt, roster.there());
  }

  private void keepUp(List<TaskView> departures) {
    Deployment newest = view.deployments().getFirst();
    int missing = service.desiredCount() - roster.keepers().size();
    if (missing > 0) {
      start(newest, missing, departures);
    }
    boolean isRegistered = view.tasks().stream().noneMatch(Turn::shallBeRegistered);
    if (missing <= 0 && isRegistered && service.progress().complaint().isPresent()) {
      steps.add(new Step.Relieve());
    }
    retire(newest);
    if (isSteady()) {
      settle(newest);
    } else if (service.progress().steadySaidAt().isPresent()) {
      steps.add(new Step.Unsettle());
    }
    wake(roster.nextChange());
  }

  private void endDrained() {
    view.tasks().stream()
        .filter(task -> task.stage() == TaskView.Stage.DRAINED)
        .limit(MOST_STEPS)
        .forEach(task -> steps.add(new Step.EndDrained(task.id())));
  }

  private void register() {
    List<TaskId> ready =
        view.tasks().stream()
            .filter(Turn::shallBeRegistered)
            .limit(MOST_STEPS)
            .map(TaskView::id)
            .toList();
    if (!ready.isEmpty()) {
      steps.add(new Step.Register(ready));
    }
  }

  private static boolean shallBeRegistered(TaskView task) {
    return task.stage() == TaskView.Stage.RUNNING && task.needsTargets();
  }

  private void stop(List<TaskView> departures) {
    List<TaskId> running = new ArrayList<>();
    int pending = 0;
    for (TaskView task : departures) {
      steps.add(new Step.Stop(task.id(), cause(task)));
      if (task.stage() == TaskView.Stage.RUNNING) {
        running.add(task.id());
      } else {
        pending++;
      }
    }
    if (!running.isEmpty()) {
      steps.add(new Step.Say(ServiceWords.stoppedRunning(id, running)));
    }
    if (pending > 0) {
      steps.add(new Step.Say(ServiceWords.stoppedPending(id, pending)));
    }
  }

  /** What fails is said, unless the task had to go anyway. */
  private StopCause cause(TaskView task) {
    if (roster.lost().contains(task)) {
      return ServiceWords.lost(task.host());
    }
    boolean isNewest =
        view.deployments().stream()
            .findFirst()
            .filter(newest -> newest.id().equals(task.deployment()))
            .isPresent();
    if (!isNewest || roster.keepers().contains(task)) {
      return ServiceWords.scaling(task.deployment());
    }
    switch (task.verdict()) {
      case Verdict.ContainerFails() ->
          steps.add(new Step.Say(ServiceWords.failedContainerCheck(id, task.id())));
      case Verdict.TargetFails failing ->
          steps.add(new Step.Say(ServiceWords.unhealthyTarget(id, failing)));
      case Verdict.Healthy(), Verdict.Unjudged() -> {}
    }
    return ServiceWords.failing(task.verdict(), task.deployment());
  }

  private void start(Deployment newest, int missing, List<TaskView> departures) {
    int room = bounds.most() - roster.living();
    if (room <= 0) {
      complainIfBlocked(departures);
      return;
    }
    Optional<Instant> retryAt = newest.setbacks().retryAt().filter(now::isBefore);
    if (retryAt.isPresent()) {
      wake(retryAt);
      if (Throttle.isImpaired(newest.setbacks())) {
        steps.add(new Step.Complain(ServiceWords.impaired(id)));
      }
      return;
    }
    steps.add(new Step.Start(newest.id(), Math.min(Math.min(missing, room), MOST_STARTS)));
  }

  /** Nothing ends, nothing is on its way, and still nothing can be started. */
  private void complainIfBlocked(List<TaskView> departures) {
    boolean isWaiting =
        !departures.isEmpty()
            || !roster.ending().isEmpty()
            || Roster.healthy(roster.keepers()) < roster.keepers().size();
    if (!isWaiting) {
      steps.add(new Step.Complain(ServiceWords.blocked(id)));
    }
  }

  private void retire(Deployment newest) {
    view.deployments().stream()
        .filter(deployment -> !deployment.equals(newest) && !roster.has(deployment))
        .forEach(deployment -> steps.add(new Step.Retire(deployment.id())));
  }

  private boolean isSteady() {
    return roster.living() == service.desiredCount()
        && Roster.healthy(roster.keepers()) == service.desiredCount();
  }

  private void settle(Deployment newest) {
    if (newest.rollout() != Deployment.Rollout.COMPLETED) {
      steps.add(new Step.Complete(newest.id()));
      steps.add(new Step.Say(ServiceWords.completed(id, newest.id())));
    }
    Optional<Instant> sayAgain =
        service.progress().steadySaidAt().map(said -> said.plus(SAID_AGAIN));
    if (sayAgain.isEmpty() || !now.isBefore(sayAgain.get())) {
      steps.add(new Step.SaySteady(ServiceWords.steady(id)));
      wake(Optional.of(now.plus(SAID_AGAIN)));
    } else {
      wake(sayAgain);
    }
  }

  private void wake(Optional<Instant> at) {
    wakeAt = Wakes.earlier(wakeAt, at);
  }
}
