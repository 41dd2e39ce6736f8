package io.berth.scheduler.foresight;

import io.berth.scheduler.model.HostId;
import java.util.List;

/**
 * What the loss of each single host would lead to.
 *
 * @param checked those with the most tasks first
 * @param unchecked hosts for which there was no time, in the order in which they were due
 */
public record HostLosses(List<Loss> checked, List<HostId> unchecked) {
  public HostLosses {
    checked = List.copyOf(checked);
    unchecked = List.copyOf(unchecked);
  }

  /**
   * The loss of one host.
   *
   * @param serviceTasks wanted tasks of services that it has
   * @param notReplaced wanted tasks without a service that it has: nobody starts them anew
   * @param lacks services that would have fewer tasks than now although they shall have them
   */
  public record Loss(HostId host, int serviceTasks, int notReplaced, List<Lack> lacks) {
    public Loss {
      lacks = List.copyOf(lacks);
    }

    public boolean isAbsorbed() {
      return lacks.isEmpty();
    }
  }
}
