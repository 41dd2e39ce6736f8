package io.berth.agent.task;

import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.TaskStatus;

/** Hears what has changed; takes it at once and never blocks, the newest of each task wins. */
public interface Reporter {

  void report(TaskStatus status);

  void report(EngineStatus status);
}
