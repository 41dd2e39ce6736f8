package io.berth.scheduler.foresight;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceOrder;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import java.util.List;
import java.util.Optional;

/**
 * What if all of this happened to a cluster at once.
 *
 * @param lost hosts that are gone with what they run
 * @param update a service that shall be otherwise
 * @param tasks tasks that are asked for when services have theirs
 */
public record Question(
    ClusterName cluster,
    List<HostId> lost,
    Optional<Addition> added,
    Optional<Update> update,
    Optional<RunTask> tasks) {
  public Question {
    lost = List.copyOf(lost);
  }

  /** So many hosts more, equal to one that is known, and without tasks. */
  public record Addition(int count, HostId like) {}

  /** A change of a service. */
  public record Update(ServiceId service, ServiceOrder.Change change) {}

  /** Asks for the loss of these and for nothing else. */
  public static Question ofLoss(ClusterName cluster, List<HostId> lost) {
    return new Question(cluster, lost, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
