package io.berth.agent.link;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.ShutdownProgress;
import io.berth.proto.agent.ShuttingDown;
import java.util.Optional;

/** What one session says of the shutdown of its machine, and hears about it. */
final class ShutdownWords {
  private static final String FEATURE = "shutdown-drain";

  private final Departure departure;
  private boolean isUnderstood;
  private long told;

  ShutdownWords(Departure departure) {
    this.departure = departure;
  }

  /** Whatever was heard before was heard in another session. */
  void opened(SchedulerHello hello) {
    isUnderstood = hello.getFeaturesList().contains(FEATURE);
    departure.heard(
        isUnderstood ? new Departure.Progress.Unheard() : new Departure.Progress.NotUnderstood());
  }

  /**
   * Once for each that wants it; the scheduler answers each time, also when nothing has changed.
   */
  Optional<AgentMessage> next() {
    long wanted = departure.wanted();
    if (wanted <= told || !isUnderstood) {
      return Optional.empty();
    }
    told = wanted;
    return Optional.of(
        AgentMessage.newBuilder().setShuttingDown(ShuttingDown.getDefaultInstance()).build());
  }

  void heard(ShutdownProgress progress) {
    departure.heard(
        new Departure.Progress.Left(progress.getServiceTasks(), progress.getOtherTasks()));
  }
}
