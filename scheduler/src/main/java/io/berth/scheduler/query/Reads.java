package io.berth.scheduler.query;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a host a query reads: hosts that are equal in all of it get the same answer.
 *
 * @param attributes their names
 */
public record Reads(Set<String> attributes, Set<Trait> traits) {
  public Reads {
    attributes = Set.copyOf(attributes);
    traits = Set.copyOf(traits);
  }

  /** What a host has besides attributes. */
  public enum Trait {
    AGENT_CONNECTED,
    AGENT_VERSION,
    INSTANCE_ID,
    REGISTERED_AT,
    RUNNING_TASKS,
    TASK_GROUPS
  }

  /** Whether the answer stays while tasks come and go. */
  public boolean areStanding() {
    return !traits.contains(Trait.RUNNING_TASKS) && !traits.contains(Trait.TASK_GROUPS);
  }

  /** Gathers what the parts of an expression read. */
  static final class Collector {
    private final Set<String> attributes = new HashSet<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final NavigableMap<String, NavigableSet<String>> examples = new TreeMap<>();

    void attribute(String name, TextTest test) {
      attributes.add(name);
      examples.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(test.examples());
    }

    NavigableMap<String, NavigableSet<String>> examples() {
      return examples;
    }

    void trait(Trait trait) {
      traits.add(trait);
    }

    Reads reads() {
      return new Reads(attributes, traits);
    }
  }
}
