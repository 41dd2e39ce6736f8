package io.berth.scheduler.placement;

import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.query.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Which hosts are better than others before any strategy is asked: those that fulfil the first
 * expression, among these and among the others those that fulfil the second, and so on. No host is
 * kept from a task by them.
 */
public record Preferences(List<Weighed> all) {
  /** Of requests that have none. */
  static final Preferences NONE = new Preferences(List.of());

  public Preferences {
    all = List.copyOf(all);
  }

  /** An expression, and what it costs not to fulfil it: more than all that come after it. */
  public record Weighed(Query query, long weight) {}

  /** Of expressions, the most important first. */
  public static Preferences of(List<String> expressions) {
    List<Weighed> all = new ArrayList<>();
    long weight = 1L << expressions.size();
    for (String expression : expressions) {
      weight >>= 1;
      all.add(new Weighed(Query.of(expression), weight));
    }
    return new Preferences(all);
  }

  /** How far the host is from what is preferred: nothing is the best. */
  public long unmet(QueriedHost host) {
    long unmet = 0;
    for (Weighed each : all) {
      if (!each.query.matches(host)) {
        unmet += each.weight;
      }
    }
    return unmet;
  }

  boolean areNone() {
    return all.isEmpty();
  }

  /** Those of which the answer is the same for all hosts of a kind whose agents are connected. */
  Preferences ofKinds() {
    return new Preferences(all.stream().filter(each -> Conditions.isOfKinds(each.query)).toList());
  }

  /** The others. */
  Preferences ofHosts() {
    return new Preferences(all.stream().filter(each -> !Conditions.isOfKinds(each.query)).toList());
  }
}
