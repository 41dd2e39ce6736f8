package io.berth.scheduler.control;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.ContainerSight.Health;
import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.reconcile.Footing;
import io.berth.scheduler.reconcile.TaskView;
import io.berth.scheduler.reconcile.TaskView.Stage;
import io.berth.scheduler.reconcile.Verdict;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tasks of services as decisions about these see them, with what targets say of them. */
final class TaskViews {
  private TaskViews() {}

  static TaskView view(
      ReadTx tx, Task task, Map<DeploymentId, Deployment> deployments, CutOff cutOff) {
    DeploymentId id = task.order().membership().map(Membership::deployment).orElseThrow();
    Optional<Deployment> deployment = Optional.ofNullable(deployments.get(id));
    List<BalancedPort> ports = deployment.map(known -> known.recipe().ports()).orElse(List.of());
    List<Target> targets = ports.isEmpty() ? List.of() : TaskTargets.targets(tx, task.id());
    return new TaskView(
        task.id(),
        id,
        task.host(),
        stage(tx, task),
        verdict(tx, task, deployment, targets),
        footing(tx, task, cutOff),
        ports.stream().anyMatch(port -> lacksTarget(task, port, targets)),
        task.createdAt(),
        task.sighting().times().startedAt());
  }

  private static Footing footing(ReadTx tx, Task task, CutOff cutOff) {
    Optional<Host> host = tx.find(Tables.HOSTS, task.host());
    // Its host stops one that has a lease, and until then nobody may take over.
    boolean isReplaced = task.order().lease().isEmpty();
    if (isReplaced
        && host.isPresent()
        && host.get().contact().link() instanceof Contact.Link.Lost(_, var at)) {
      switch (cutOff) {
        case CutOff.Replace(var after) -> {
          return new Footing.Lost(at.plus(after));
        }
        case CutOff.Stop(var after) -> {
          return new Footing.Lost(at.plus(after));
        }
        case CutOff.Keep() -> {}
      }
    }
    return host.filter(known -> known.status() == Host.Status.ACTIVE).isPresent()
        ? Footing.FIRM
        : Footing.LEAVING;
  }

  private static Stage stage(ReadTx tx, Task task) {
    return switch (task.wish()) {
      case Wish.Run() ->
          task.sighting().phase() == Sighting.Phase.RUNNING ? Stage.RUNNING : Stage.PENDING;
      case Wish.Drain(_, _) ->
          TaskTargets.isAwaited(tx, task.id()) ? Stage.DRAINING : Stage.DRAINED;
      case Wish.Stop(_, _), Wish.Abandoned(_, _) -> Stage.ENDING;
    };
  }

  /** A failure counts more than a missing judgement, and that more than health. */
  private static Verdict verdict(
      ReadTx tx, Task task, Optional<Deployment> deployment, List<Target> targets) {
    Set<String> checked =
        deployment.map(known -> known.recipe().checkedContainers()).orElse(Set.of());
    Verdict worst = ofContainers(task.sighting(), checked);
    for (BalancedPort port : deployment.map(known -> known.recipe().ports()).orElse(List.of())) {
      Verdict verdict = ofTargets(tx, port, targets);
      if (!worst.isFailing() && !(verdict instanceof Verdict.Healthy)) {
        worst = verdict;
      }
    }
    return worst;
  }

  private static Verdict ofContainers(Sighting sighting, Set<String> checkedContainers) {
    int healthy = 0;
    for (ContainerSight container : sighting.containers()) {
      if (checkedContainers.contains(container.name())) {
        if (container.health() == Health.UNHEALTHY) {
          return new Verdict.ContainerFails();
        }
        healthy += container.health() == Health.HEALTHY ? 1 : 0;
      }
    }
    return healthy == checkedContainers.size() ? new Verdict.Healthy() : new Verdict.Unjudged();
  }

  /** Where no balancer sends requests, there is nobody to judge and nothing to be judged. */
  private static Verdict ofTargets(ReadTx tx, BalancedPort port, List<Target> targets) {
    boolean isUsed =
        tx.find(Tables.TARGET_GROUPS, port.group()).flatMap(TargetGroup::balancer).isPresent();
    if (!isUsed) {
      return new Verdict.Healthy();
    }
    return targets.stream()
        .filter(Target::isActive)
        .filter(target -> leadsTo(target, port))
        .findFirst()
        .map(target -> ofTarget(target, port))
        .orElseGet(Verdict.Unjudged::new);
  }

  private static Verdict ofTarget(Target target, BalancedPort port) {
    return switch (target.health().verdict()) {
      case INITIAL -> new Verdict.Unjudged();
      case HEALTHY -> new Verdict.Healthy();
      case UNHEALTHY ->
          new Verdict.TargetFails(
              port.targetGroup(), target.address().port(), reason(target.health()));
    };
  }

  private static String reason(TargetHealth health) {
    return switch (health.reason()) {
      case STATUS_MISMATCH ->
          "Health checks failed with these codes: ["
              + (health.status().isPresent() ? health.status().getAsInt() : "")
              + "]";
      case TIMEOUT -> "Request timed out";
      case NONE, CONNECTION_FAILED, PROXY_FAULT -> "Health checks failed";
    };
  }

  /** The host tells where the port is reached, and no target was ever registered for that. */
  private static boolean lacksTarget(Task task, BalancedPort port, List<Target> targets) {
    return TaskTargets.binding(task, port)
        .filter(binding ->
            targets.stream()
                .filter(target -> leadsTo(target, port))
                .noneMatch(target ->
                    target.address().host().equals(binding.address())
                        && target.address().port() == binding.hostPort().number()))
        .isPresent();
  }

  private static boolean leadsTo(Target target, BalancedPort port) {
    return target.group().equals(port.group())
        && target.origin() instanceof Target.Origin.OfTask(_, _, var container, var containerPort)
        && container.equals(port.container())
        && containerPort == port.containerPort();
  }
}
