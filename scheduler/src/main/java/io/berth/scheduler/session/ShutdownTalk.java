package io.berth.scheduler.session;

import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.ShutdownProgress;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells an agent whose host shuts down what is left there; before it has said so, nothing. */
final class ShutdownTalk {
  /** By what an agent knows that its word about a shutdown is understood. */
  static final String FEATURE = "shutdown-drain";

  private boolean isOn;
  private boolean isDue;
  private @Nullable ShutdownProgress told;

  /** The agent said that its host shuts down; once more means that it wants to be told again. */
  void begun() {
    isOn = true;
    isDue = true;
    told = null;
  }

  /** Tasks of the host have changed. */
  void changed() {
    isDue = isOn;
  }

  boolean awaitsChanges() {
    return isOn;
  }

  /** What is to be said now; numbers that are as before are not said again. */
  Optional<SchedulerMessage> next(HostId host, Supplier<Snapshot> newest) {
    if (!isDue) {
      return Optional.empty();
    }
    isDue = false;
    ShutdownProgress left = left(host, newest.get());
    if (left.equals(told)) {
      return Optional.empty();
    }
    told = left;
    return Optional.of(SchedulerMessage.newBuilder().setShutdownProgress(left).build());
  }

  private static ShutdownProgress left(HostId host, Snapshot state) {
    int services = 0;
    int others = 0;
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host)) {
      if (task.isOver()) {
        continue;
      }
      if (task.order().membership().isPresent()) {
        services++;
      } else {
        others++;
      }
    }
    return ShutdownProgress.newBuilder().setServiceTasks(services).setOtherTasks(others).build();
  }
}
