package io.berth.scheduler.control;

/** Why a command was not done: a code for programs, a sentence for people. */
public record Refusal(Code code, String sentence) {

  /** The reasons; the edge turns each into what its clients know. */
  public enum Code {
    CLUSTER_NOT_FOUND,
    CLUSTER_HAS_HOSTS,
    CLUSTER_HAS_TASKS,
    DEFINITION_NOT_FOUND,
    DEFINITION_INACTIVE,
    DEFINITION_ACTIVE,
    TOO_MANY_REVISIONS,
    NO_HOSTS,
    HOST_NOT_FOUND,
    HOST_INACTIVE,
    HOST_HAS_TASKS,
    TASK_NOT_FOUND,
    TOKEN_CONFLICT,
    RESOURCE_NOT_FOUND,
    TOO_MANY_TAGS,
    BALANCER_NOT_FOUND,
    BALANCER_NAME_TAKEN,
    BALANCER_PROTECTED,
    TOO_MANY_BALANCERS,
    LISTENER_NOT_FOUND,
    LISTENER_PORT_TAKEN,
    TOO_MANY_LISTENERS,
    RULE_NOT_FOUND,
    RULE_IS_DEFAULT,
    PRIORITY_TAKEN,
    TOO_MANY_RULES,
    TARGET_GROUP_NOT_FOUND,
    TARGET_GROUP_NAME_TAKEN,
    TARGET_GROUP_IN_USE,
    TARGET_GROUP_ELSEWHERE,
    TOO_MANY_TARGET_GROUPS,
    CHECK_CONTRADICTS_ITSELF,
    TARGET_INVALID,
    TOO_MANY_TARGETS
  }
}
