package io.berth.proxy.feed;

import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proxy.route.Balancer;
import io.berth.proxy.route.BalancerId;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.Listener;
import io.berth.proxy.route.ListenerId;
import io.berth.proxy.route.RoutingChange;
import io.berth.proxy.route.TableVersion;
import io.berth.proxy.route.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sync on its way: gathers its chunks until the end makes a whole of them. */
final class TableSync {
  /** A table has at most 21,000 items; as many may be dropped. */
  private static final int MOST_ITEMS = 42_000;

  private final TableVersion version;
  private final Optional<TableVersion> base;
  private final List<Balancer> balancers = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<TargetGroup> groups = new ArrayList<>();
  private final List<BalancerId> removedBalancers = new ArrayList<>();
  private final List<ListenerId> removedListeners = new ArrayList<>();
  private final List<GroupId> removedGroups = new ArrayList<>();
  private int chunks;

  /** Without a base it is a full sync. */
  TableSync(TableVersion version, Optional<TableVersion> base) {
    this.version = version;
    this.base = base;
  }

  TableVersion version() {
    return version;
  }

  Optional<TableVersion> base() {
    return base;
  }

  void add(RoutingSyncChunk chunk) throws MalformedException {
    if (Integer.compareUnsigned(chunk.getIndex(), chunks) < 0) {
      // Said twice; the count at the end tells whether the others have come.
      return;
    }
    if (chunk.getIndex() != chunks) {
      throw MalformedException.torn(
          "chunk "
              + Integer.toUnsignedString(chunk.getIndex())
              + " of the sync came, chunk "
              + chunks
              + " was due");
    }
    RoutingChange change = RoutingWire.read(chunk.getChange());
    balancers.addAll(change.balancers());
    listeners.addAll(change.listeners());
    groups.addAll(change.groups());
    removedBalancers.addAll(change.removedBalancers());
    removedListeners.addAll(change.removedListeners());
    removedGroups.addAll(change.removedGroups());
    if (items() > MOST_ITEMS) {
      throw MalformedException.invalid("the sync has more than " + MOST_ITEMS + " items");
    }
    chunks++;
  }

  private int items() {
    return balancers.size()
        + listeners.size()
        + groups.size()
        + removedBalancers.size()
        + removedListeners.size()
        + removedGroups.size();
  }

  RoutingChange end(int chunkCount) throws MalformedException {
    if (chunkCount != chunks) {
      throw MalformedException.torn(
          "the sync had "
              + Integer.toUnsignedString(chunkCount)
              + " chunks, but "
              + chunks
              + " have come");
    }
    return new RoutingChange(
        balancers, listeners, groups, removedBalancers, removedListeners, removedGroups);
  }
}
