package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Map;

/**
 * A port of a balancer, with what is done where no rule matches.
 *
 * @param defaultRule under which name the default action is told among the rules
 */
public record Listener(
    ListenerId id,
    BalancerId balancer,
    int port,
    Protocol protocol,
    RuleId defaultRule,
    Action defaultAction,
    Instant createdAt,
    Map<String, String> tags) {

  public Listener {
    Require.port(port, "port");
    tags = Map.copyOf(tags);
  }

  /** What is spoken there. */
  public enum Protocol {
    /** HTTP without TLS. */
    HTTP
  }

  public Listener with(int newPort, Action newAction) {
    return new Listener(id, balancer, newPort, protocol, defaultRule, newAction, createdAt, tags);
  }

  public Listener tagged(Map<String, String> newTags) {
    return new Listener(
        id, balancer, port, protocol, defaultRule, defaultAction, createdAt, newTags);
  }
}
