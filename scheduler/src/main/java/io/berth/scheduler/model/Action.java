package io.berth.scheduler.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is done with a request that matches. */
public sealed interface Action {

  /** It is sent to a target of one of these groups: the group is chosen first, by its share. */
  record Forward(List<Share> shares) implements Action {
    public Forward {
      shares = List.copyOf(shares);
      Require.positive(shares.size(), "the number of groups");
      if (new HashSet<>(shares.stream().map(Share::group).toList()).size() != shares.size()) {
        throw new IllegalArgumentException("a group is named twice");
      }
    }
  }

  /** A group's part of the requests, in relation to the sum of all parts. */
  record Share(TargetGroupId group, int weight) {
    public Share {
      Require.notNegative(weight, "weight");
    }
  }

  /** The groups to which requests may go. */
  default Set<TargetGroupId> groups() {
    return switch (this) {
      case Forward(var shares) ->
          shares.stream().map(Share::group).collect(Collectors.toUnmodifiableSet());
    };
  }
}
