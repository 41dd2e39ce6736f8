package io.berth.scheduler.model;

/**
 * Which of the hosts that could take a task are better than the others; several in a row narrow the
 * choice.
 */
public sealed interface Strategy {

  /** Any of them. */
  record Anywhere() implements Strategy {}

  /** Those that run the fewest tasks of the same group. */
  record SpreadOverHosts() implements Strategy {}

  /** Those with the least of a resource left. */
  record Binpack(Resource resource) implements Strategy {}

  /** What can be packed. */
  enum Resource {
    CPU,
    MEMORY
  }
}
