package io.berth.scheduler.model;

/** Why a task stops: ECS's code for programs, a sentence for people. */
public record StopCause(Code code, String reason) {

  /** Who or what ended the task. */
  public enum Code {
    TASK_FAILED_TO_START,
    ESSENTIAL_CONTAINER_EXITED,
    USER_INITIATED,
    SERVICE_SCHEDULER_INITIATED,
    TERMINATION_NOTICE
  }
}
