package io.berth.proxy.feed;

import io.berth.proto.proxy.RoutingChange;
import io.berth.proxy.route.RoutingTable;

/** Tables as a scheduler would send them. */
public final class FeedItems {
  private FeedItems() {}

  /** All items of a table, to have. */
  public static RoutingChange of(RoutingTable table) {
    var change = RoutingChange.newBuilder();
    table.balancers().forEach(item -> change.addBalancers(RoutingWire.write(item)));
    table.listeners().forEach(item -> change.addListeners(ListenerWire.write(item)));
    table.groups().forEach(item -> change.addGroups(GroupWire.write(item)));
    return change.build();
  }
}
