package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.TaskId;
import java.util.List;
import java.util.stream.Collectors;

/** What users are told of services, in the words that users of ECS know. */
public final class ServiceWords {
  private static final int MOST_NAMED = 20;

  private static final String TROUBLESHOOTING =
      " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

  private ServiceWords() {}

  public static String started(ServiceId service, List<TaskId> tasks) {
    return about(service) + "has started " + tasks.size() + " tasks: " + named(tasks) + ".";
  }

  static String stoppedRunning(ServiceId service, List<TaskId> tasks) {
    return about(service) + "has stopped " + tasks.size() + " running tasks: " + named(tasks) + ".";
  }

  static String stoppedPending(ServiceId service, int count) {
    return about(service) + "has stopped " + count + " pending tasks.";
  }

  static String steady(ServiceId service) {
    return about(service) + "has reached a steady state.";
  }

  static String completed(ServiceId service, DeploymentId deployment) {
    return about(service) + "(deployment " + deployment.text() + ") deployment completed.";
  }

  static String impaired(ServiceId service) {
    return about(service) + "is unable to consistently start tasks successfully.";
  }

  static String blocked(ServiceId service) {
    return about(service)
        + "was unable to stop or start tasks during a deployment because of the service deployment"
        + " configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";
  }

  static String failedContainerCheck(ServiceId service, TaskId task) {
    return about(service) + "(task " + task.text() + ") failed container health checks.";
  }

  static String unhealthyTarget(ServiceId service, Verdict.TargetFails failing) {
    return about(service)
        + "(port "
        + failing.port()
        + ") is unhealthy in (target-group "
        + failing.targetGroup()
        + ") due to (reason "
        + failing.reason()
        + ").";
  }

  /** No host of the cluster takes tasks. */
  public static String noHosts(ServiceId service) {
    return about(service)
        + "was unable to place a task because no container instance met all of its requirements."
        + " Reason: No Container Instances were found in your cluster."
        + TROUBLESHOOTING;
  }

  /** The closest host lacks something. */
  public static String noPlace(ServiceId service, String host, String lacking) {
    return about(service)
        + "was unable to place a task because no container instance met all of its requirements."
        + " The closest matching (container-instance "
        + host
        + ") "
        + lacking
        + "."
        + TROUBLESHOOTING;
  }

  /** A task cannot be a target, for a reason that is not its own. */
  public static String notRegistered(ServiceId service, String why) {
    return about(service) + "was unable to register targets. Reason: " + why;
  }

  public static String registered(ServiceId service, int count, String targetGroup) {
    return about(service)
        + "registered "
        + count
        + " targets in (target-group "
        + targetGroup
        + ")";
  }

  public static String deregistered(ServiceId service, int count, String targetGroup) {
    return about(service)
        + "deregistered "
        + count
        + " targets in (target-group "
        + targetGroup
        + ")";
  }

  public static String draining(ServiceId service, DeploymentId deployment, int count) {
    return "(service "
        + service.name()
        + ", taskSet "
        + deployment.text()
        + ") has begun draining connections on "
        + count
        + " tasks.";
  }

  /** Why a task ends that is too many, or too old. */
  public static StopCause scaling(DeploymentId deployment) {
    return cause("Scaling activity initiated by (deployment " + deployment.text() + ")");
  }

  /** Why a task ends of which nobody can tell any more what has become of it. */
  public static StopCause lost(HostId host) {
    return new StopCause(
        StopCause.Code.TERMINATION_NOTICE,
        "Host (container-instance " + host.text() + ") was lost");
  }

  /** Why a task ends that fails its checks. */
  static StopCause failing(Verdict verdict, DeploymentId deployment) {
    return switch (verdict) {
      case Verdict.ContainerFails() -> cause("Task failed container health checks");
      case Verdict.TargetFails(var group, _, _) ->
          cause("Task failed ELB health checks in (target-group " + group + ")");
      case Verdict.Healthy(), Verdict.Unjudged() -> scaling(deployment);
    };
  }

  private static StopCause cause(String reason) {
    return new StopCause(StopCause.Code.SERVICE_SCHEDULER_INITIATED, reason);
  }

  private static String about(ServiceId service) {
    return "(service " + service.name() + ") ";
  }

  private static String named(List<TaskId> tasks) {
    String names =
        tasks.stream()
            .limit(MOST_NAMED)
            .map(task -> "(task " + task.text() + ")")
            .collect(Collectors.joining(" "));
    return tasks.size() <= MOST_NAMED ? names : names + " ...";
  }
}
