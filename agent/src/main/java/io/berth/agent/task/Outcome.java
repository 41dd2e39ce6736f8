package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.Image;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a blocking step ended. */
sealed interface Outcome {

  /** Started, stopped, killed, removed, made: there is nothing more to say. */
  record Succeeded() implements Outcome {}

  /** The task's containers by name. */
  record Found(Map<String, ContainerId> containers) implements Outcome {}

  /** The container as it is, or that it is not there. */
  record Looked(Optional<ContainerDetails> details) implements Outcome {}

  /** The image, or that it is not there. */
  record ImageFound(Optional<Image> image) implements Outcome {}

  record Created(ContainerId id) implements Outcome {}

  /** Whether the volume is there. */
  record VolumeChecked(boolean there) implements Outcome {}

  /** The host ports by container. */
  record Picked(Map<String, List<BoundPort>> ports) implements Outcome {}

  /** No dynamic port is free. */
  record NoPortFree() implements Outcome {}

  /** The engine's names of the volumes that were made for the task. */
  record VolumesFound(List<String> engineNames) implements Outcome {}

  /** The engine failed or refused. */
  record Failed(EngineException.Kind kind, boolean temporary, String detail) implements Outcome {}
}
