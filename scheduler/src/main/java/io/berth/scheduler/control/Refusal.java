package io.berth.scheduler.control;

/** Why a command was not done: a code for programs, a sentence for people. */
public record Refusal(Code code, String sentence) {

  /** The reasons; the edge turns each into what its clients know. */
  public enum Code {
    CLUSTER_NOT_FOUND,
    CLUSTER_HAS_HOSTS,
    CLUSTER_HAS_TASKS,
    CLUSTER_HAS_SERVICES,
    DEFINITION_NOT_FOUND,
    DEFINITION_INACTIVE,
    DEFINITION_ACTIVE,
    TOO_MANY_REVISIONS,
    NO_HOSTS,
    HOST_NOT_FOUND,
    HOST_INACTIVE,
    HOST_HAS_TASKS,
    TASK_NOT_FOUND,
    SERVICE_NOT_FOUND,
    SERVICE_NOT_ACTIVE,
    SERVICE_EXISTS,
    SERVICE_DRAINING,
    SERVICE_SCALED,
    SERVICE_DEFINITION_INACTIVE,
    TOKEN_CONFLICT,
    RESOURCE_NOT_FOUND,
    TOO_MANY_TAGS
  }
}
