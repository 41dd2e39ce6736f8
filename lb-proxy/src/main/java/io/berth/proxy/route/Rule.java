package io.berth.proxy.route;

import java.util.List;

/** What to do with requests for which all the conditions hold. */
public record Rule(RuleId id, int priority, List<Condition> conditions, Action action) {

  public Rule {
    conditions = List.copyOf(conditions);
  }
}
