package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree against the JDK's own sorted map, with copies frozen on the way. */
class SortedTreeTest {
  private record Entry(int key, long value) {}

  static LongStream seeds() {
    return Seeds.first(60);
  }

  /**
   * Goal: the tree answers as a sorted map does, and no frozen copy ever changes. Method: random
   * puts and removals over a small and a large range of keys, phases that mostly grow and phases
   * that mostly shrink, a copy now and then.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void answersAsSortedMapDoesAndFrozenCopiesStay(long seed) {
    RandomGenerator random = Seeds.random(seed);
    int keys = seed % 2 == 0 ? 50 : 5_000;
    SortedTree<Integer, Entry> tree = newTree();
    TreeMap<Integer, Entry> model = new TreeMap<>();
    Map<SortedTree<Integer, Entry>, List<Entry>> frozen = new LinkedHashMap<>();
    for (int step = 0; step < 12_000; step++) {
      boolean growing = step / 3_000 % 2 == 0;
      int key = random.nextInt(keys);
      if (random.nextInt(10) < (growing ? 8 : 2)) {
        Entry entry = new Entry(key, random.nextLong());
        assertEquals(model.put(key, entry), tree.put(entry));
      } else {
        assertEquals(model.remove(key), tree.remove(key));
      }
      if (random.nextInt(500) == 0) {
        frozen.put(tree.frozen(), List.copyOf(model.values()));
      }
    }
    requireEqual(tree, model, random);
    frozen.forEach((copy, then) -> assertEquals(then, all(copy.iterator())));
  }

  @Test
  void keysInOrderFillTheNodes() {
    SortedTree<Integer, Entry> tree = newTree();
    for (int key = 0; key < 100_000; key++) {
      tree.put(new Entry(key, key));
    }
    assertEquals(100_000, tree.size());
    assertEquals(new Entry(99_999, 99_999), tree.find(99_999));
    assertEquals(100_000, all(tree.iterator()).size());
  }

  @Test
  void emptiedTreeIsAsNew() {
    SortedTree<Integer, Entry> tree = newTree();
    for (int key = 0; key < 10_000; key++) {
      tree.put(new Entry(key, key));
    }
    for (int key = 9_999; key >= 0; key--) {
      assertEquals(new Entry(key, key), tree.remove(key));
    }
    assertEquals(0, tree.size());
    assertFalse(tree.iterator().hasNext());
    assertNull(tree.put(new Entry(7, 7)));
    assertEquals(List.of(new Entry(7, 7)), all(tree.iterator()));
  }

  /**
   * Goal: joining nodes on every level keeps each key findable. Method: many keys, taken out until
   * few are left.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void treeThatShrinksFromManyToFewLosesNothing(long seed) {
    RandomGenerator random = Seeds.random(seed);
    SortedTree<Integer, Entry> tree = newTree();
    TreeMap<Integer, Entry> model = new TreeMap<>();
    for (int count = 0; count < 6_000; count++) {
      Entry entry = new Entry(random.nextInt(100_000), count);
      tree.put(entry);
      model.put(entry.key(), entry);
    }
    while (!model.isEmpty()) {
      int from = random.nextInt(100_000);
      for (Integer key : List.copyOf(model.tailMap(from).keySet()).stream().limit(200).toList()) {
        assertEquals(model.remove(key), tree.remove(key));
        if (random.nextInt(8) == 0) {
          Entry again = new Entry(key + 1, key);
          assertEquals(model.put(again.key(), again), tree.put(again));
        }
      }
      if (model.size() < 100) {
        model.keySet().forEach(tree::remove);
        model.clear();
      }
      model.forEach((key, entry) -> assertEquals(entry, tree.find(key)));
    }
    assertEquals(0, tree.size());
  }

  @Test
  void frozenTreeRefusesChanges() {
    SortedTree<Integer, Entry> copy = newTree().frozen();
    assertThrows(IllegalStateException.class, () -> copy.put(new Entry(1, 1)));
  }

  @Test
  void changingWhileReadingEndsTheReading() {
    SortedTree<Integer, Entry> tree = newTree();
    tree.put(new Entry(1, 1));
    tree.put(new Entry(2, 2));
    Iterator<Entry> reading = tree.iterator();
    reading.next();
    tree.remove(2);
    assertThrows(IllegalStateException.class, reading::next);
  }

  private static SortedTree<Integer, Entry> newTree() {
    return new SortedTree<>(Entry::key, Comparator.naturalOrder());
  }

  private static void requireEqual(
      SortedTree<Integer, Entry> tree, SortedMap<Integer, Entry> model, RandomGenerator random) {
    assertEquals(model.size(), tree.size());
    assertEquals(List.copyOf(model.values()), all(tree.iterator()));
    for (int probe = 0; probe < 200; probe++) {
      int key = random.nextInt(-10, 5_010);
      assertEquals(model.get(key), tree.find(key));
      assertEquals(List.copyOf(model.tailMap(key).values()), all(tree.iteratorFrom(key)));
    }
  }

  private static List<Entry> all(Iterator<Entry> iterator) {
    List<Entry> found = new ArrayList<>();
    iterator.forEachRemaining(found::add);
    return found;
  }
}
