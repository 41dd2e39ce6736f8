package io.berth.proxy.route;

/** What became of a change. */
public sealed interface TableOutcome {

  /** The table that results. */
  record Made(RoutingTable table) implements TableOutcome {}

  /** There is no such table. */
  record Refused(RoutingRefusal refusal) implements TableOutcome {}
}
