package io.berth.scheduler.foresight;

import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.model.ServiceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Tasks that would not be there.
 *
 * @param service empty for tasks that stand for themselves
 * @param count how many would be missing
 * @param before how many of them are missing already
 */
public record Lack(Optional<ServiceId> service, int count, int before, Why why) {

  /** What is in the way. */
  public sealed interface Why {

    /** No host has room; this one comes closest. */
    record NoPlace(NotPlaced closest) implements Why {}

    /** The cluster would have no host that takes tasks. */
    record NoHosts() implements Why {}

    /** Tasks of the service never ran of late, and nothing is started before. */
    record TriesLater(Instant at) implements Why {}

    /** The service may not have more tasks at a time, and others have to end first. */
    record HeldBack() implements Why {}
  }
}
