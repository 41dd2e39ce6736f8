package io.berth.scheduler.foresight;

import io.berth.scheduler.model.HostId;
import java.util.List;

/**
 * What would become of a cluster.
 *
 * @param added the hosts that were added for the question, the first one first
 * @param notReplaced tasks without a service that would be lost: nobody starts them anew
 */
public record Aftermath(Foreseen foreseen, List<HostId> added, int notReplaced) {
  public Aftermath {
    added = List.copyOf(added);
  }
}
