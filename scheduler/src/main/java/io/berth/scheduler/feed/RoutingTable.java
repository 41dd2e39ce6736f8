package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What proxies shall serve, as it became at one number of the state. Never changes; items that did
 * not change are shared with the table before.
 */
final class RoutingTable {
  private final long number;
  private final SortedMap<ItemKey, RoutingItem> items;
  private final ByteString hash;

  private RoutingTable(long number, SortedMap<ItemKey, RoutingItem> items, ByteString hash) {
    this.number = number;
    this.items = Collections.unmodifiableSortedMap(items);
    this.hash = hash;
  }

  static RoutingTable empty(long number) {
    return new RoutingTable(number, Collections.emptySortedMap(), hash(new TreeMap<>()));
  }

  /**
   * What leads from one table to another.
   *
   * @param items to have, in the order of their keys
   * @param removed what there is no more
   */
  record Difference(List<RoutingItem> items, List<ItemKey> removed) {
    boolean isEmpty() {
      return items.isEmpty() && removed.isEmpty();
    }
  }

  /**
   * This table with a change, at a later number. Where the change turns out to be none, such as a
   * target that came and went, the later number holds all the same: whoever serves this content has
   * forgotten what was between.
   */
  RoutingTable with(Difference change, long newNumber) {
    SortedMap<ItemKey, RoutingItem> next = new TreeMap<>(items);
    boolean changed = false;
    for (ItemKey key : change.removed()) {
      changed |= next.remove(key) != null;
    }
    for (RoutingItem item : change.items()) {
      RoutingItem before = next.put(item.key(), item);
      changed |= before == null || !before.hash().equals(item.hash());
    }
    return changed
        ? new RoutingTable(newNumber, next, hash(next))
        : new RoutingTable(newNumber, items, hash);
  }

  /** Everything, as the way from nothing. */
  Difference whole() {
    return new Difference(List.copyOf(items.values()), List.of());
  }

  /** What has changed since another one. */
  Difference since(RoutingTable older) {
    List<RoutingItem> changed = new ArrayList<>();
    List<ItemKey> removed = new ArrayList<>();
    items.forEach((key, item) -> {
      RoutingItem before = older.items.get(key);
      if (before == null || !before.hash().equals(item.hash())) {
        changed.add(item);
      }
    });
    for (ItemKey key : older.items.keySet()) {
      if (!items.containsKey(key)) {
        removed.add(key);
      }
    }
    return new Difference(changed, removed);
  }

  long number() {
    return number;
  }

  /** As the contract computes it; tables of equal content have an equal hash. */
  ByteString hash() {
    return hash;
  }

  boolean carries(TargetGroupId group) {
    return items.containsKey(ItemKey.of(group));
  }

  boolean holds(TargetGroupId group, TargetId target) {
    return targets(ItemKey.of(group)).contains(target.text());
  }

  /** The groups, as keys. */
  Set<ItemKey> groups() {
    return items.tailMap(new ItemKey(ItemKey.Kind.GROUP, "")).keySet();
  }

  /** The groups that are another or not there any more, compared with an older table. */
  Set<ItemKey> changedSince(RoutingTable older) {
    Difference change = since(older);
    Set<ItemKey> groups = new HashSet<>(change.removed());
    change.items().forEach(item -> groups.add(item.key()));
    groups.removeIf(key -> key.kind() != ItemKey.Kind.GROUP);
    return groups;
  }

  Set<String> targets(ItemKey group) {
    return items.get(group) instanceof RoutingItem.OfGroup(_, var targets) ? targets : Set.of();
  }

  /** A pass over ids and hashes alone: it costs little even where thousands of items stand. */
  private static ByteString hash(SortedMap<ItemKey, RoutingItem> items) {
    MessageDigest digest = RoutingWire.sha256();
    items.forEach((key, item) -> {
      digest.update(key.kind().mark());
      digest.update(key.id().getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) 0);
      digest.update(item.hash().asReadOnlyByteBuffer());
    });
    return ByteString.copyFrom(digest.digest());
  }
}
