package io.berth.scheduler.placement;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The constraints of a request, ready to be asked of hosts.
 *
 * @param isDistinct whether a host shall have one task of the group at most
 */
record Conditions(boolean isDistinct, List<Query> queries) {
  /** Without constraints. */
  static final Conditions NONE = new Conditions(false, List.of());

  Conditions {
    queries = List.copyOf(queries);
  }

  static Conditions of(List<Constraint> constraints) {
    boolean isDistinct = false;
    List<Query> queries = new ArrayList<>();
    for (Constraint constraint : constraints) {
      switch (constraint) {
        case Constraint.DistinctHosts() -> isDistinct = true;
        case Constraint.MemberOf(var expression) -> queries.add(Query.of(expression));
      }
    }
    return new Conditions(isDistinct, queries);
  }

  /** Which of them the host does not fulfil: what it is counts before what it runs. */
  Optional<Lack> lack(Candidate candidate) {
    if (!queries.stream().allMatch(query -> query.matches(candidate.traits()))) {
      return Optional.of(Lack.MEMBER_OF);
    }
    return isDistinct && candidate.tasksOfGroup().living() > 0
        ? Optional.of(Lack.DISTINCT_HOSTS)
        : Optional.empty();
  }
}
