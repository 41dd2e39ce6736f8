package io.berth.scheduler.api;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;

/** What commands refuse, in the codes that clients of ECS and of ELB know. */
public final class Refusals {
  private Refusals() {}

  /** What was done; a refusal becomes the answer. */
  public static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal) ->
          throw ApiError.sender(code(refusal.code()), refusal.sentence());
    };
  }

  static String code(Refusal.Code code) {
    return switch (code) {
      case CLUSTER_NOT_FOUND -> "ClusterNotFoundException";
      case CLUSTER_HAS_HOSTS -> "ClusterContainsContainerInstancesException";
      case CLUSTER_HAS_TASKS -> "ClusterContainsTasksException";
      case CLUSTER_HAS_SERVICES -> "ClusterContainsServicesException";
      case DEFINITION_NOT_FOUND, SERVICE_DEFINITION_INACTIVE, TOO_MANY_REVISIONS ->
          "ClientException";
      case SERVICE_NOT_FOUND -> "ServiceNotFoundException";
      case SERVICE_NOT_ACTIVE -> "ServiceNotActiveException";
      case TOKEN_CONFLICT -> "ConflictException";
      case RESOURCE_NOT_FOUND -> "ResourceNotFoundException";
      case DEFINITION_INACTIVE,
          DEFINITION_ACTIVE,
          NO_HOSTS,
          HOST_NOT_FOUND,
          HOST_INACTIVE,
          HOST_HAS_TASKS,
          TASK_NOT_FOUND,
          SERVICE_EXISTS,
          SERVICE_DRAINING,
          SERVICE_SCALED,
          TOO_MANY_TAGS,
          ATTRIBUTE_OF_AGENT ->
          "InvalidParameterException";
      case ATTRIBUTE_TARGET_NOT_FOUND -> "TargetNotFoundException";
      case TOO_MANY_ATTRIBUTES -> "AttributeLimitExceededException";
      case BALANCER_NOT_FOUND -> "LoadBalancerNotFound";
      case BALANCER_NAME_TAKEN -> "DuplicateLoadBalancerName";
      case BALANCER_PROTECTED, RULE_IS_DEFAULT -> "OperationNotPermitted";
      case TOO_MANY_BALANCERS -> "TooManyLoadBalancers";
      case LISTENER_NOT_FOUND -> "ListenerNotFound";
      case LISTENER_PORT_TAKEN -> "DuplicateListener";
      case TOO_MANY_LISTENERS -> "TooManyListeners";
      case RULE_NOT_FOUND -> "RuleNotFound";
      case PRIORITY_TAKEN -> "PriorityInUse";
      case TOO_MANY_RULES -> "TooManyRules";
      case TARGET_GROUP_NOT_FOUND -> "TargetGroupNotFound";
      case TARGET_GROUP_NAME_TAKEN -> "DuplicateTargetGroupName";
      case TARGET_GROUP_IN_USE -> "ResourceInUse";
      case TARGET_GROUP_ELSEWHERE -> "TargetGroupAssociationLimit";
      case TOO_MANY_TARGET_GROUPS -> "TooManyTargetGroups";
      case CHECK_CONTRADICTS_ITSELF -> "ValidationError";
      case TARGET_INVALID -> "InvalidTarget";
      case TOO_MANY_TARGETS -> "TooManyTargets";
    };
  }
}
