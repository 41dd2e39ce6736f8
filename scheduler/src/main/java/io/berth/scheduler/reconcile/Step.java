package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.TaskId;
import java.util.List;

/** One thing to do for a service. */
public sealed interface Step {

  /** Make so many tasks of a deployment, as far as there is room for them. */
  record Start(DeploymentId deployment, int count) implements Step {}

  /** Let a task end: out of its target groups first. */
  record Stop(TaskId task, StopCause cause) implements Step {}

  /** A task that is drained can be told to end. */
  record EndDrained(TaskId task) implements Step {}

  /** Let the target groups of its deployment lead to these tasks. */
  record Register(List<TaskId> tasks) implements Step {
    public Register {
      tasks = List.copyOf(tasks);
    }
  }

  /** A deployment has replaced all before it. */
  record Complete(DeploymentId deployment) implements Step {}

  /** Forget a deployment that has no tasks left and is not the newest one. */
  record Retire(DeploymentId deployment) implements Step {}

  /** Tell users something. */
  record Say(String message) implements Step {}

  /** Tell users that it is steady, and remember when. */
  record SaySteady(String message) implements Step {}

  /** It is not steady any more. */
  record Unsettle() implements Step {}

  /** Tell users what is in the way, unless they were told the same already. */
  record Complain(String message) implements Step {}

  /** What was in the way is gone. */
  record Relieve() implements Step {}

  /** A deleted service has no task left: it is over. */
  record End() implements Step {}
}
