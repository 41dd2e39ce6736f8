package io.berth.scheduler.explain;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.placement.HostView;

/** A host as it is stored, and as placement sees it for the request that is explained. */
public record HostSight(Host host, HostView view) {

  public HostId id() {
    return host.id();
  }

  boolean takesTasks() {
    return host.status() == Host.Status.ACTIVE;
  }
}
