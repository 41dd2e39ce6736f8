package io.berth.scheduler.placement;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.query.Query;
import io.berth.scheduler.query.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The constraints of a request, ready to be asked of hosts.
 *
 * @param isDistinct whether a host shall have one task of the group at most
 */
record Conditions(boolean isDistinct, List<Query> queries) {
  private static final Set<Reads.Trait> OF_KINDS =
      Set.of(Reads.Trait.AGENT_CONNECTED, Reads.Trait.AGENT_VERSION);

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
  void tell(String group, Candidate candidate, Consumer<Obstacle> obstacles) {
    for (Query query : queries) {
      if (!query.matches(candidate.traits())) {
        obstacles.accept(new Obstacle.NoMember(query.text()));
      }
    }
    int living = candidate.tasksOfGroup().living();
    if (isDistinct && living > 0) {
      obstacles.accept(new Obstacle.TasksOfGroup(group, living));
    }
  }

  /** Whether the host is what the expressions describe. */
  boolean areMet(QueriedHost host) {
    return queries.stream().allMatch(query -> query.matches(host));
  }

  /** Those of which the answer is the same for all hosts of a kind whose agents are connected. */
  Conditions ofKinds() {
    return new Conditions(false, queries.stream().filter(Conditions::isOfKinds).toList());
  }

  /** The others. */
  Conditions ofHosts() {
    return new Conditions(isDistinct, queries.stream().filter(query -> !isOfKinds(query)).toList());
  }

  /** Whether the answer is the same for all hosts of a kind whose agents are connected. */
  static boolean isOfKinds(Query query) {
    return OF_KINDS.containsAll(query.reads().traits());
  }

  /** Whether tasks that are placed may change the answer. */
  boolean readTasks() {
    return queries.stream().anyMatch(query -> !query.reads().areStanding());
  }
}
