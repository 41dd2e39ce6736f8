package io.berth.agent.engine;

import io.berth.agent.model.TaskId;
import java.util.Optional;

/** A volume to make; one of a task is deleted with it, one without a task outlives all. */
public record VolumeSpec(
    String engineName, String agent, String cluster, Optional<TaskId> taskId, String volume) {

  /** The plan's name of the volume, written on it. */
  public static final String VOLUME = "io.berth.volume";
}
