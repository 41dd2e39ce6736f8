package io.berth.scheduler.feed;

import io.berth.scheduler.model.PeerId;
import java.util.List;

/**
 * What can be shown of a proxy.
 *
 * @param open whether it is connected
 * @param leased whether it counts as alive
 * @param problems the listeners on which it cannot take traffic
 */
public record ProxyShown(
    PeerId proxy, boolean open, boolean leased, List<ListenerProblem> problems) {
  public ProxyShown {
    problems = List.copyOf(problems);
  }
}
