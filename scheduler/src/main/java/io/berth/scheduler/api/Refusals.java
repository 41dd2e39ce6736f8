package io.berth.scheduler.api;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;

/** What commands refuse, in the codes that clients of ECS know. */
final class Refusals {
  private Refusals() {}

  /** What was done; a refusal becomes the answer. */
  static <T> T done(Outcome<T> outcome) {
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
          TOO_MANY_TAGS ->
          "InvalidParameterException";
    };
  }
}
