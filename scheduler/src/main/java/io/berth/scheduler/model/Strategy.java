package io.berth.scheduler.model;

import java.util.List;

/**
 * Which of the hosts that could take a task are better than the others; several in a row narrow the
 * choice.
 */
public sealed interface Strategy {
  /** Of a service of which nothing else was asked: over zones, and in each zone over hosts. */
  List<Strategy> OF_SERVICES =
      List.of(new SpreadOverAttribute(BuiltIn.ZONE), new SpreadOverHosts());

  /** Any of them. */
  record Anywhere() implements Strategy {}

  /** Those that run the fewest tasks of the same group. */
  record SpreadOverHosts() implements Strategy {}

  /**
   * Those of the value of an attribute whose hosts together run the fewest tasks of the same group;
   * hosts without the attribute count as one more value.
   */
  record SpreadOverAttribute(String name) implements Strategy {
    public SpreadOverAttribute {
      Require.notEmpty(name, "name");
    }
  }

  /** Those with the least of a resource left. */
  record Binpack(Resource resource) implements Strategy {}

  /** What can be packed. */
  enum Resource {
    CPU,
    MEMORY
  }
}
