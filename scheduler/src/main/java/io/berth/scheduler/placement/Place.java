package io.berth.scheduler.placement;

import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostId;
import java.util.List;

/** Where a task goes, and what it is given there by name. */
public record Place(HostId host, List<GivenDevice> devices) {
  public Place {
    devices = List.copyOf(devices);
  }

  /** Where a task goes that gets nothing by name. */
  public Place(HostId host) {
    this(host, List.of());
  }
}
