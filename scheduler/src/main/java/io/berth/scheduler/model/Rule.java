package io.berth.scheduler.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is done with the requests at a listener for which all its conditions hold; of several rules
 * the one with the lowest priority counts.
 */
public record Rule(
    RuleId id,
    ListenerId listener,
    int priority,
    List<Condition> conditions,
    Action action,
    Instant createdAt,
    Map<String, String> tags) {

  public Rule {
    Require.positive(priority, "priority");
    conditions = List.copyOf(conditions);
    Require.positive(conditions.size(), "the number of conditions");
    tags = Map.copyOf(tags);
  }

  public Rule with(List<Condition> newConditions, Action newAction) {
    return new Rule(id, listener, priority, newConditions, newAction, createdAt, tags);
  }

  public Rule with(int newPriority) {
    return new Rule(id, listener, newPriority, conditions, action, createdAt, tags);
  }

  public Rule tagged(Map<String, String> newTags) {
    return new Rule(id, listener, priority, conditions, action, createdAt, newTags);
  }
}
