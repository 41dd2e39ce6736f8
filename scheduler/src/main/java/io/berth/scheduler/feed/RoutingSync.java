package io.berth.scheduler.feed;

import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One telling of a table, or of a difference too large for one message, cut into messages that are
 * made one by one as the stream takes them.
 */
final class RoutingSync {
  /** Leaves room below the largest message for what surrounds the items. */
  static final int CHUNK_BYTES = 240 * 1024;

  /** The frame of one item in its chunk. */
  private static final int ITEM_BYTES = 8;

  private final StateVersion version;
  private final Optional<StateVersion> base;
  private final RoutingTable table;
  private final Iterator<RoutingItem> items;
  private final Iterator<ItemKey> removed;
  private @Nullable RoutingItem carried;
  private boolean begun;
  private boolean ended;
  private int chunks;

  /**
   * Tells nothing yet.
   *
   * @param base on which the change builds; absent: on nothing
   */
  RoutingSync(
      StateVersion version,
      Optional<StateVersion> base,
      RoutingTable table,
      RoutingTable.Difference change) {
    this.version = version;
    this.base = base;
    this.table = table;
    this.items = change.items().iterator();
    this.removed = change.removed().iterator();
  }

  /** How much a change is on the wire, at most. */
  static long bytes(RoutingTable.Difference change) {
    long bytes = 0;
    for (RoutingItem item : change.items()) {
      bytes += item.size() + ITEM_BYTES;
    }
    for (ItemKey key : change.removed()) {
      bytes += key.id().length() + ITEM_BYTES;
    }
    return bytes;
  }

  /** A change in one message's part. */
  static RoutingChange whole(RoutingTable.Difference change) {
    RoutingChange.Builder wire = RoutingChange.newBuilder();
    change.items().forEach(item -> item.addTo(wire));
    change.removed().forEach(key -> remove(key, wire));
    return wire.build();
  }

  boolean isEnded() {
    return ended;
  }

  FeedMessage next() {
    FeedMessage.Builder message = FeedMessage.newBuilder();
    if (!begun) {
      begun = true;
      RoutingSyncBegin.Builder begin = RoutingSyncBegin.newBuilder().setVersion(version);
      base.ifPresent(begin::setBase);
      return message.setSyncBegin(begin).build();
    }
    RoutingChange change = chunk();
    if (change.equals(RoutingChange.getDefaultInstance())) {
      ended = true;
      return message
          .setSyncEnd(
              RoutingSyncEnd.newBuilder()
                  .setVersion(version)
                  .setChunkCount(chunks)
                  .setTableHash(table.hash()))
          .build();
    }
    return message
        .setSyncChunk(RoutingSyncChunk.newBuilder().setIndex(chunks++).setChange(change))
        .build();
  }

  private RoutingChange chunk() {
    RoutingChange.Builder change = RoutingChange.newBuilder();
    int bytes = 0;
    while (carried != null || items.hasNext()) {
      RoutingItem next = carried != null ? carried : items.next();
      int size = next.size() + ITEM_BYTES;
      if (bytes > 0 && bytes + size > CHUNK_BYTES) {
        carried = next;
        return change.build();
      }
      carried = null;
      next.addTo(change);
      bytes += size;
    }
    while (bytes < CHUNK_BYTES && removed.hasNext()) {
      ItemKey key = removed.next();
      remove(key, change);
      bytes += key.id().length() + ITEM_BYTES;
    }
    return change.build();
  }

  private static void remove(ItemKey key, RoutingChange.Builder change) {
    switch (key.kind()) {
      case BALANCER -> change.addRemovedBalancerIds(key.id());
      case LISTENER -> change.addRemovedListenerIds(key.id());
      case GROUP -> change.addRemovedGroupIds(key.id());
    }
  }
}
