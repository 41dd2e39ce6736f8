package io.berth.scheduler.explain;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.TaskId;
import java.util.List;

/** Something that could be otherwise, of the request or of the host for which it is suggested. */
public sealed interface Change {

  /** The task asks for so much cpu only: the most that fits. */
  record LessCpu(long cpuUnits) implements Change {}

  /** The task asks for so much memory only: the most that fits. */
  record LessMemory(long memoryMib) implements Change {}

  /** The constraint is not asked for. */
  record DropConstraint(Constraint constraint) implements Change {}

  /** The agent picks a port instead of this one. */
  record DynamicPort(HostPort port) implements Change {}

  /** The agent of the host can be told of tasks again. */
  record Reconnect() implements Change {}

  /** The host is to take tasks again. */
  record Activate() implements Change {}

  /** The host gets the attribute; the empty text is no value. */
  record PutAttribute(String name, String value) implements Change {}

  /** These tasks of the host are over, as few as were found. */
  record StopTasks(List<TaskId> tasks) implements Change {
    public StopTasks {
      tasks = List.copyOf(tasks);
    }
  }
}
