package io.berth.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Deployment.Setbacks;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.reconcile.TaskView.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A service whose tasks live by chance on virtual time. After each turn it checks what must never
 * happen: a start above the most, a healthy task that ends by our own doing below the least.
 */
final class ServiceHistory {
  private static final int HOSTS = 3;

  private final RandomGenerator random;
  private final Set<DeploymentId> badImages = new HashSet<>();
  private final Set<HostId> leaving = new HashSet<>();
  private final TreeMap<Long, Deployment> deployments = new TreeMap<>();
  private final Map<TaskId, TaskView> tasks = new TreeMap<>();
  private Service service;
  private Instant now = ServiceScene.NOON;
  private Optional<Instant> wakeAt = Optional.empty();
  private long nextTask = 1;

  ServiceHistory(RandomGenerator random) {
    this.random = random;
    this.service = anyService();
    deploy();
  }

  private Service anyService() {
    int[] minimums = {0, 50, 75, 100};
    int[] maximums = {100, 125, 150, 200};
    return ServiceScene.service(
        random.nextInt(7), minimums[random.nextInt(4)], maximums[random.nextInt(4)]);
  }

  // ------------------------------------------------------------------------------ what happens

  /** Anything, faults among it. */
  void happen() {
    now = now.plusMillis(random.nextInt(3_000));
    switch (random.nextInt(12)) {
      case 0 -> rescale();
      case 1 -> {
        deploy();
        if (random.nextInt(3) == 0) {
          badImages.add(newest().id());
        }
      }
      case 2 -> toggleHost();
      case 3 -> each(task -> task.stage() == Stage.RUNNING, this::fail);
      case 4 -> each(task -> task.stage() == Stage.RUNNING, task -> tasks.remove(task.id()));
      default -> progress();
    }
  }

  /** Every task does what it can. */
  void progress() {
    for (TaskView task : List.copyOf(tasks.values())) {
      if (random.nextBoolean()) {
        advance(task);
      }
    }
  }

  /** No faults from now on, and rules under which a service can move. */
  void calm() {
    badImages.clear();
    leaving.clear();
    service = ServiceScene.service(service.wish().desiredCount(), 50, 200).with(service.progress());
    deploy();
    tasks.replaceAll((_, task) -> moved(task, task.stage(), task.verdict()));
  }

  private void rescale() {
    Service.Progress progress = service.progress();
    service = anyService().with(progress);
  }

  private void deploy() {
    service = service.redeployed();
    long place = service.progress().deployments();
    deployments.put(place, ServiceScene.deployment(new DeploymentId(place)));
  }

  private void toggleHost() {
    HostId host = new HostId(0, random.nextInt(HOSTS));
    if (!leaving.remove(host)) {
      leaving.add(host);
    }
    tasks.replaceAll((_, task) -> moved(task, task.stage(), task.verdict()));
  }

  private void fail(TaskView task) {
    put(moved(task, task.stage(), new Verdict.ContainerFails()));
  }

  private void advance(TaskView task) {
    switch (task.stage()) {
      case PENDING -> {
        if (badImages.contains(task.deployment())) {
          tasks.remove(task.id());
          setBack(task.deployment(), setbacks -> Throttle.failed(setbacks, now));
        } else {
          put(moved(task, Stage.RUNNING, new Verdict.Unjudged()));
          setBack(task.deployment(), _ -> Setbacks.NONE);
        }
      }
      case RUNNING -> {
        if (task.verdict() instanceof Verdict.Unjudged) {
          put(moved(task, Stage.RUNNING, new Verdict.Healthy()));
        }
      }
      case DRAINING -> put(moved(task, Stage.DRAINED, task.verdict()));
      case DRAINED -> {}
      case ENDING -> tasks.remove(task.id());
    }
  }

  private interface Change {
    Setbacks of(Setbacks before);
  }

  private void setBack(DeploymentId id, Change change) {
    Deployment known = deployments.get(id.number());
    if (known != null) {
      deployments.put(id.number(), known.with(change.of(known.setbacks()), now));
    }
  }

  private interface Which {
    boolean is(TaskView task);
  }

  private interface Deed {
    void on(TaskView task);
  }

  /** One of those that are such. */
  private void each(Which which, Deed deed) {
    List<TaskView> such = tasks.values().stream().filter(which::is).toList();
    if (!such.isEmpty()) {
      deed.on(such.get(random.nextInt(such.size())));
    }
  }

  private void put(TaskView task) {
    tasks.put(task.id(), task);
  }

  private TaskView moved(TaskView task, Stage stage, Verdict verdict) {
    return new TaskView(
        task.id(),
        task.deployment(),
        task.host(),
        stage,
        verdict,
        leaving.contains(task.host()) ? Footing.LEAVING : Footing.FIRM,
        false,
        task.createdAt(),
        stage == Stage.PENDING ? Optional.empty() : task.startedAt().or(() -> Optional.of(now)));
  }

  // ------------------------------------------------------------------------------ what is done

  /** Decides, checks and does; answers how many steps there were. */
  int turn() {
    ServiceView view = view();
    Plan plan = Reconcile.plan(view, now);
    int before = healthy();
    int livingBefore = tasks.size();
    plan.steps().forEach(this::carryOut);
    Bounds bounds = Bounds.of(service.desiredCount(), service.wish().rolling());
    assertTrue(
        healthy() >= Math.min(before, bounds.least()),
        () -> "below the least: " + view + " " + plan);
    assertTrue(
        tasks.size() <= Math.max(livingBefore, bounds.most()),
        () -> "above the most: " + view + " " + plan);
    wakeAt = plan.wakeAt();
    return plan.steps().size();
  }

  void sleepUntilWoken() {
    now = wakeAt.filter(now::isBefore).orElse(now);
  }

  ServiceView view() {
    return new ServiceView(service, List.copyOf(deployments.values()), List.copyOf(tasks.values()));
  }

  private Deployment newest() {
    return deployments.lastEntry().getValue();
  }

  /** Those that nobody wants to end. */
  private int healthy() {
    return (int) tasks.values().stream().filter(TaskView::isHealthy).count();
  }

  private void carryOut(Step step) {
    switch (step) {
      case Step.Start(var deployment, var count) -> {
        for (int task = 0; task < count; task++) {
          start(deployment);
        }
      }
      case Step.Stop(var id, _) -> {
        TaskView task = Objects.requireNonNull(tasks.get(id));
        put(moved(task, random.nextBoolean() ? Stage.DRAINING : Stage.ENDING, task.verdict()));
      }
      case Step.EndDrained(var id) -> {
        TaskView task = Objects.requireNonNull(tasks.get(id));
        put(moved(task, Stage.ENDING, task.verdict()));
      }
      case Step.Complete(var deployment) ->
          deployments.computeIfPresent(deployment.number(), (_, known) -> known.completed(now));
      case Step.Retire(var deployment) -> deployments.remove(deployment.number());
      case Step.SaySteady(_) -> service = service.steady(now);
      case Step.Unsettle() -> service = service.unsteady();
      case Step.Complain(var message) ->
          service = service.complained(new Service.Complaint(message, now));
      case Step.Relieve() -> service = service.relieved();
      case Step.Register(_), Step.Say(_), Step.End() -> {}
    }
  }

  private void start(DeploymentId deployment) {
    List<HostId> hosts = new ArrayList<>();
    for (int host = 0; host < HOSTS; host++) {
      if (!leaving.contains(new HostId(0, host))) {
        hosts.add(new HostId(0, host));
      }
    }
    if (hosts.isEmpty()) {
      return;
    }
    put(
        new TaskView(
            new TaskId(0, nextTask++),
            deployment,
            hosts.get(random.nextInt(hosts.size())),
            Stage.PENDING,
            new Verdict.Unjudged(),
            Footing.FIRM,
            false,
            now,
            Optional.empty()));
  }

  /** A complaint that stays and is not said again is no work. */
  boolean isSettled() {
    Plan plan = Reconcile.plan(view(), now);
    return plan.steps().isEmpty()
        && healthy() == service.desiredCount()
        && tasks.size() == service.desiredCount()
        && deployments.size() == 1;
  }
}
