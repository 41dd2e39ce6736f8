package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.reconcile.TaskView.Stage;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.ServiceSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service of two deployments whose tasks are letters: p pending, u running and not judged yet, h
 * healthy, f failing its container's check, d draining, D drained, e told to end; each followed by
 * ! on a host that is to be emptied, ? on one that is lost, ~ on one that is lost and kept for a
 * minute yet.
 */
final class ServiceScene {
  static final Instant NOON = Samples.NOON;
  static final DeploymentId OLD = new DeploymentId(1);
  static final DeploymentId NEW = new DeploymentId(2);

  private ServiceScene() {}

  static Service service(int desiredCount, int minimum, int maximum) {
    ServiceWish plain = ServiceSamples.wish(desiredCount);
    return ServiceSamples.service("web")
        .wanted(
            new ServiceWish(
                desiredCount,
                new Rolling(minimum, maximum),
                List.of(),
                List.of(),
                Optional.empty(),
                plain.tagSource(),
                ""));
  }

  static Service withGrace(Service service, Duration grace) {
    ServiceWish wish = service.wish();
    return service.wanted(
        new ServiceWish(
            wish.desiredCount(),
            wish.rolling(),
            wish.strategies(),
            wish.constraints(),
            Optional.of(grace),
            wish.tagSource(),
            ""));
  }

  static Deployment deployment(DeploymentId id) {
    return new Deployment(
        id,
        ServiceSamples.service("web").id(),
        id.number(),
        new Deployment.Recipe(
            new DefinitionId("web", (int) id.number()),
            new PlanHash(Fingerprint.of(new byte[] {(byte) id.number()})),
            Set.of(),
            List.of()),
        Deployment.Rollout.IN_PROGRESS,
        Deployment.Setbacks.NONE,
        ServiceSamples.asked(NOON),
        NOON);
  }

  static ServiceView view(Service service, String older, String newer) {
    List<TaskView> tasks = new ArrayList<>();
    tasks.addAll(tasks(OLD, older, 100));
    tasks.addAll(tasks(NEW, newer, 200));
    List<Deployment> deployments = new ArrayList<>(List.of(deployment(NEW)));
    if (!older.isEmpty()) {
      deployments.add(deployment(OLD));
    }
    return new ServiceView(service, deployments, tasks);
  }

  private static List<TaskView> tasks(DeploymentId deployment, String letters, long first) {
    List<TaskView> tasks = new ArrayList<>();
    for (int at = 0; at < letters.length(); at++) {
      char letter = letters.charAt(at);
      if (Character.isLetter(letter)) {
        Footing footing = footing(letters.substring(at + 1));
        tasks.add(task(new TaskId(0, first + tasks.size()), deployment, letter, footing));
      }
    }
    return tasks;
  }

  private static Footing footing(String following) {
    return switch (following.isEmpty() ? ' ' : following.charAt(0)) {
      case '!' -> Footing.LEAVING;
      case '?' -> new Footing.Lost(NOON);
      case '~' -> new Footing.Lost(NOON.plusSeconds(60));
      default -> Footing.FIRM;
    };
  }

  private static TaskView task(TaskId id, DeploymentId deployment, char letter, Footing footing) {
    Stage stage =
        switch (letter) {
          case 'p' -> Stage.PENDING;
          case 'u', 'h', 'f' -> Stage.RUNNING;
          case 'd' -> Stage.DRAINING;
          case 'D' -> Stage.DRAINED;
          case 'e' -> Stage.ENDING;
          default -> throw new IllegalArgumentException("no such letter: " + letter);
        };
    return new TaskView(
        id,
        deployment,
        new HostId(0, footing instanceof Footing.Firm ? id.low() % 2 : 9),
        stage,
        verdict(letter),
        footing,
        false,
        NOON,
        stage == Stage.PENDING ? Optional.empty() : Optional.of(NOON));
  }

  private static Verdict verdict(char letter) {
    return switch (letter) {
      case 'u', 'p' -> new Verdict.Unjudged();
      case 'f' -> new Verdict.ContainerFails();
      default -> new Verdict.Healthy();
    };
  }

  /** The letter of a task that {@link #view} has made. */
  static String letter(TaskView task) {
    String age = task.deployment().equals(OLD) ? "old " : "new ";
    return age
        + switch (task.stage()) {
          case PENDING -> "p";
          case RUNNING ->
              switch (task.verdict()) {
                case Verdict.Healthy() -> "h";
                case Verdict.Unjudged() -> "u";
                case Verdict.ContainerFails(), Verdict.TargetFails(_, _, _) -> "f";
              };
          case DRAINING -> "d";
          case DRAINED -> "D";
          case ENDING -> "e";
        }
        + switch (task.footing()) {
          case Footing.Firm() -> "";
          case Footing.Leaving() -> "!";
          case Footing.Lost lost -> lost.isDue(NOON) ? "?" : "~";
        };
  }
}
