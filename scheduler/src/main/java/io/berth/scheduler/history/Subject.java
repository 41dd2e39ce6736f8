package io.berth.scheduler.history;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TaskId;
import java.time.Instant;
import java.util.Optional;

/** Under which name lines of history are kept and found. */
public record Subject(String text) {
  private static final int CHANCE_BITS = 16;

  public static Subject of(TaskId task) {
    return new Subject("task/" + task.text());
  }

  /** A service keeps its history when it is over, and goes on with it when it is made again. */
  public static Subject of(ServiceId service) {
    return new Subject("service/" + service.cluster().text() + "/" + service.name());
  }

  public static Subject of(HostId host) {
    return new Subject("host/" + host.text());
  }

  /** A proxy, or another peer that is no host. */
  public static Subject ofProxy(PeerId proxy) {
    return new Subject("proxy/" + proxy.text());
  }

  public static Subject ofAuthority(Fingerprint authority) {
    return new Subject("authority/" + authority.hex());
  }

  /** What belongs to no task and no service, such as a request that found no place. */
  public static Subject of(ClusterName cluster) {
    return new Subject("cluster/" + cluster.text());
  }

  /** The service that it is about, if it is one. */
  public Optional<ServiceId> service() {
    String[] parts = text.split("/", 3);
    return parts.length == 3 && parts[0].equals("service")
        ? Optional.of(new ServiceId(new ClusterName(parts[1]), parts[2]))
        : Optional.empty();
  }

  /** The decisions of one millisecond that made tasks. */
  public static Subject decidedAt(Instant at) {
    return new Subject("decided/" + at.toEpochMilli());
  }

  /** The same, found by a task that was made: ids begin with the millisecond. */
  public static Subject decidedWith(TaskId task) {
    return new Subject("decided/" + (task.high() >>> CHANCE_BITS));
  }
}
