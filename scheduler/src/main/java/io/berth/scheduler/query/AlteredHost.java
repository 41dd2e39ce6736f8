package io.berth.scheduler.query;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** A host that is like another one, but for what is said otherwise. */
public interface AlteredHost extends QueriedHost {

  QueriedHost before();

  @Override
  default boolean isAgentConnected() {
    return before().isAgentConnected();
  }

  @Override
  default String agentVersion() {
    return before().agentVersion();
  }

  @Override
  default String instanceId() {
    return before().instanceId();
  }

  @Override
  default Instant registeredAt() {
    return before().registeredAt();
  }

  @Override
  default Optional<String> attribute(String name) {
    return before().attribute(name);
  }

  @Override
  default int runningTasks() {
    return before().runningTasks();
  }

  @Override
  default Collection<String> taskGroups() {
    return before().taskGroups();
  }
}
