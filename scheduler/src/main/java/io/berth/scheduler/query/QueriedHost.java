package io.berth.scheduler.query;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What a query may ask of a host; only what is read needs to be worked out. */
public interface QueriedHost {

  boolean isAgentConnected();

  String agentVersion();

  /** What users know the host by. */
  String instanceId();

  Instant registeredAt();

  /** The value of an attribute, the empty text if it has none; empty without the attribute. */
  Optional<String> attribute(String name);

  /** How many tasks run there. */
  int runningTasks();

  /** The groups of the tasks that run there or are about to. */
  Collection<String> taskGroups();
}
