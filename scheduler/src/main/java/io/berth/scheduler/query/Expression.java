package io.berth.scheduler.query;

import io.berth.scheduler.query.Reads.Trait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A query as a tree. What an operator denies is written as {@link Not} around what it affirms, so
 * that a host without an attribute fulfils every denial about it.
 */
sealed interface Expression {

  boolean holds(QueriedHost host);

  void collect(Reads.Collector reads);

  /** All of these hold. */
  record AllOf(List<Expression> parts) implements Expression {
    public AllOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(QueriedHost host) {
      return parts.stream().allMatch(part -> part.holds(host));
    }

    @Override
    public void collect(Reads.Collector reads) {
      parts.forEach(part -> part.collect(reads));
    }
  }

  /** One of these holds. */
  record AnyOf(List<Expression> parts) implements Expression {
    public AnyOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(QueriedHost host) {
      return parts.stream().anyMatch(part -> part.holds(host));
    }

    @Override
    public void collect(Reads.Collector reads) {
      parts.forEach(part -> part.collect(reads));
    }
  }

  /** This does not hold. */
  record Not(Expression denied) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return !denied.holds(host);
    }

    @Override
    public void collect(Reads.Collector reads) {
      denied.collect(reads);
    }
  }

  /** The host has the attribute, and its value is such. */
  record OfAttribute(String name, TextTest test) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return host.attribute(name).filter(test::passes).isPresent();
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.attribute(name, test);
    }
  }

  /** Whether the agent is connected, as a word, is such. */
  record OfConnection(TextTest test) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return test.passes(Boolean.toString(host.isAgentConnected()));
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.AGENT_CONNECTED);
    }
  }

  /** The id is such. */
  record OfInstanceId(TextTest test) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return test.passes(host.instanceId());
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.INSTANCE_ID);
    }
  }

  /** Some task is of such a group. */
  record OfTaskGroups(TextTest test) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return host.taskGroups().stream().anyMatch(test::passes);
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.TASK_GROUPS);
    }
  }

  /** The version of the agent is such; one that cannot be read as a version is no such. */
  record OfVersion(Relation relation, DottedVersion than) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return DottedVersion.atStartOf(host.agentVersion())
          .filter(version -> relation.holds(version.compareTo(than)))
          .isPresent();
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.AGENT_VERSION);
    }
  }

  /** The host was registered then; nobody writes fractions of a second, so they do not count. */
  record OfRegistration(Relation relation, Instant than) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return relation.holds(host.registeredAt().truncatedTo(ChronoUnit.SECONDS).compareTo(than));
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.REGISTERED_AT);
    }
  }

  /** So many tasks run. */
  record OfRunningTasks(Relation relation, int than) implements Expression {
    @Override
    public boolean holds(QueriedHost host) {
      return relation.holds(Integer.compare(host.runningTasks(), than));
    }

    @Override
    public void collect(Reads.Collector reads) {
      reads.trait(Trait.RUNNING_TASKS);
    }
  }
}
