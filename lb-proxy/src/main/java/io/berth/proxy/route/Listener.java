package io.berth.proxy.route;

import java.util.List;
import java.util.Set;

/** A port of a balancer with the rules that route its traffic, by rising priority. */
public record Listener(
    ListenerId id,
    ContentHash contentHash,
    BalancerId balancerId,
    int port,
    Protocol protocol,
    List<Rule> rules,
    Action defaultAction,
    Set<String> requires) {

  public Listener {
    rules = List.copyOf(rules);
    requires = Set.copyOf(requires);
  }
}
