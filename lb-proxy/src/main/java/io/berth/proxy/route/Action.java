package io.berth.proxy.route;

import java.util.List;

/** What to do with a request. */
public sealed interface Action {

  /**
   * Pass it on to a target of one of these groups. The group is chosen first, by weight, and none
   * stands in for another.
   */
  record Forward(List<WeightedGroup> groups) implements Action {
    public Forward {
      groups = List.copyOf(groups);
    }
  }

  /** A group and its share of the requests; a weight of 0 means none. */
  record WeightedGroup(GroupId groupId, int weight) {}
}
