package io.berth.scheduler.reconcile;

import java.util.Map;

/**
 * A host with tasks of a service, as far as its preferences and strategies compare hosts.
 *
 * @param unmet how far it is from what is preferred, the less the better
 * @param attributes their values by name; one that is not there counts as one without a value
 * @param freeCpuUnits what nobody has taken
 * @param freeMemoryMib what nobody has taken
 */
public record Whereabouts(
    long unmet, Map<String, String> attributes, long freeCpuUnits, long freeMemoryMib) {
  /** Of a host of which nothing is told. */
  static final Whereabouts UNKNOWN = new Whereabouts(0, Map.of(), 0, 0);

  public Whereabouts {
    attributes = Map.copyOf(attributes);
  }
}
