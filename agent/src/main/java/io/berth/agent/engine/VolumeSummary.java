package io.berth.agent.engine;

import io.berth.agent.model.TaskId;
import java.util.Optional;

/** A volume of ours; without a task it is one that outlives tasks. */
public record VolumeSummary(String engineName, Optional<TaskId> taskId) {}
