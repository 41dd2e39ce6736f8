package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.model.Host;
import java.util.Optional;

/**
 * What the shutdown of a machine does to its host: it empties one that takes tasks, and the next
 * start of the machine undoes that alone. What an operator has asked for stays as it is.
 */
final class HostShutdowns {
  private HostShutdowns() {}

  /** The agent says that its machine is about to end. */
  static Host begun(Host host) {
    return switch (host.status()) {
      case ACTIVE -> host.with(Host.Status.SHUTTING_DOWN);
      case DRAINING, SHUTTING_DOWN, INACTIVE -> host;
    };
  }

  /** An agent that was started again alone tells of the same start of the machine as before. */
  static Host greeted(Host before, Host again) {
    boolean isStartedAnew =
        !again.contact().incarnation().bootId().equals(before.contact().incarnation().bootId());
    return before.status() == Host.Status.SHUTTING_DOWN && isStartedAnew
        ? again.with(Host.Status.ACTIVE)
        : again;
  }

  /** What is to be written down of a change that no operator has asked for. */
  static Optional<Happening> told(Host before, Host after) {
    if (before.status() == after.status()) {
      return Optional.empty();
    }
    return switch (after.status()) {
      case SHUTTING_DOWN -> Optional.of(new Happening.ShutsDown());
      case ACTIVE -> Optional.of(new Happening.StartedAnew());
      case DRAINING, INACTIVE -> Optional.empty();
    };
  }
}
