package io.berth.scheduler.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An index as a tree of keys for each value: quick where many rows share a value, since most keys
 * are new ones and go to the end of their own tree. The writer finds these trees by hash; the tree
 * of trees, which is shared with frozen copies, follows when a batch is published.
 */
final class GroupedIndexRows<V extends Comparable<? super V>, K extends Comparable<? super K>, E>
    implements IndexRows<V, K, E> {
  private final Index<V, K, E> index;
  private final SortedTree<V, Group<V, K>> groups;
  private final Map<V, Growing<V, K>> growing = new HashMap<>();
  private final List<Growing<V, K>> changed = new ArrayList<>();

  /** The keys of one value as the newest copy has them. */
  private record Group<V, K>(V value, SortedTree<K, K> keys) {}

  /** The keys of one value as the writer has them. */
  private static final class Growing<V, K extends Comparable<? super K>> {
    private final V value;
    private final SortedTree<K, K> keys;
    private boolean isChanged;

    Growing(V value, SortedTree<K, K> keys) {
      this.value = value;
      this.keys = keys;
    }
  }

  GroupedIndexRows(Index<V, K, E> index) {
    this(index, new SortedTree<>(Group::value, Comparator.<V>naturalOrder(), SortedTree::rankOf));
  }

  private GroupedIndexRows(Index<V, K, E> index, SortedTree<V, Group<V, K>> groups) {
    this.index = index;
    this.groups = groups;
  }

  @Override
  public IndexRows<V, K, E> frozen() {
    share();
    return new GroupedIndexRows<>(index, groups.frozen());
  }

  @Override
  public IndexRows<V, K, E> grown() {
    return new GroupedIndexRows<>(index, groups.grown());
  }

  @Override
  public Index<V, K, E> index() {
    return index;
  }

  @Override
  public void put(V value, K key) {
    Growing<V, K> group = group(value);
    group.keys.put(key);
    mark(group);
  }

  @Override
  public void remove(V value, K key) {
    Growing<V, K> group = group(value);
    group.keys.remove(key);
    mark(group);
  }

  /** The first one of a value goes on from the newest copy, if that has any. */
  private Growing<V, K> group(V value) {
    Growing<V, K> known = growing.get(value);
    if (known == null) {
      Group<V, K> copied = groups.find(value);
      known =
          new Growing<>(
              value,
              copied == null
                  ? new SortedTree<>(
                      Function.identity(), Comparator.<K>naturalOrder(), SortedTree::rankOf)
                  : copied.keys.grown());
      growing.put(value, known);
    }
    return known;
  }

  private void mark(Growing<V, K> group) {
    if (!group.isChanged) {
      group.isChanged = true;
      changed.add(group);
    }
  }

  private void share() {
    for (Growing<V, K> group : changed) {
      group.isChanged = false;
      if (group.keys.size() == 0) {
        growing.remove(group.value);
        groups.remove(group.value);
      } else {
        groups.put(new Group<>(group.value, group.keys.frozen()));
      }
    }
    changed.clear();
  }

  @Override
  public Iterator<K> keysWith(V value) {
    Growing<V, K> newest = growing.get(value);
    if (newest != null) {
      return newest.keys.iterator();
    }
    Group<V, K> known = groups.find(value);
    return known == null ? Collections.emptyIterator() : known.keys.iterator();
  }

  @Override
  public Iterator<K> keys() {
    share();
    return new Keys<>(groups.iterator());
  }

  /** The keys of one group after the other; none is empty. */
  private static final class Keys<V, K> implements Iterator<K> {
    private final Iterator<Group<V, K>> groups;
    private @Nullable Iterator<K> keys;

    Keys(Iterator<Group<V, K>> groups) {
      this.groups = groups;
    }

    @Override
    public boolean hasNext() {
      return (keys != null && keys.hasNext()) || groups.hasNext();
    }

    @Override
    public K next() {
      if (keys == null || !keys.hasNext()) {
        if (!groups.hasNext()) {
          throw new NoSuchElementException();
        }
        keys = groups.next().keys.iterator();
      }
      return keys.next();
    }
  }
}
