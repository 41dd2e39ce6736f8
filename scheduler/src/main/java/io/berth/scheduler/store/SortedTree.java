package io.berth.scheduler.store;

import io.berth.scheduler.model.Ranked;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A sorted collection of elements by key that can be frozen at the cost of one object: a B-tree
 * whose nodes are shared between the growing tree and its frozen copies. A node is changed in place
 * while it carries the tree's edit mark and copied first when it does not; freezing takes a new
 * mark, so frozen trees never change.
 *
 * <p>A tree that is not frozen belongs to one thread; a frozen one may be read by all.
 */
final class SortedTree<K, E> {
  private final Function<E, K> keyOf;
  private final Comparator<? super K> order;
  private final ToLongFunction<? super K> rankOf;
  private TreeNode root;
  private int size;
  private TreeNode.@Nullable Edit edit;
  private int changes;

  /** Not known after it was removed. */
  private @Nullable K highest;

  /** What the put that is on its way down has replaced. */
  private @Nullable E replaced;

  private @Nullable SortedTree<K, E> newestCopy;

  /** In an order of which nothing else is known. */
  SortedTree(Function<E, K> keyOf, Comparator<? super K> order) {
    this(keyOf, order, _ -> 0);
  }

  /**
   * In an order that is mostly told by a number.
   *
   * @param rankOf of two keys the one with the smaller rank comes first; equal ranks say nothing
   */
  SortedTree(Function<E, K> keyOf, Comparator<? super K> order, ToLongFunction<? super K> rankOf) {
    this.keyOf = keyOf;
    this.order = order;
    this.rankOf = rankOf;
    this.root = TreeNode.leaf(null);
    this.edit = new TreeNode.Edit();
  }

  /** What the other one holds, to be changed under another mark, or not at all. */
  private SortedTree(SortedTree<K, E> other, TreeNode.@Nullable Edit edit) {
    this.keyOf = other.keyOf;
    this.order = other.order;
    this.rankOf = other.rankOf;
    this.root = other.root;
    this.size = other.size;
    this.edit = edit;
  }

  /** The rank of a key that has one; nothing is known of the others. */
  static long rankOf(Object key) {
    return key instanceof Ranked ranked ? ranked.rank() : 0;
  }

  int size() {
    return size;
  }

  /** A copy that stays as it is now; the same one as long as nothing changes. */
  SortedTree<K, E> frozen() {
    if (newestCopy == null) {
      edit = new TreeNode.Edit();
      newestCopy = new SortedTree<>(this, null);
    }
    return newestCopy;
  }

  /** A tree that goes on from what this frozen one holds. */
  SortedTree<K, E> grown() {
    if (edit != null) {
      throw new IllegalStateException("a tree that still changes cannot be shared");
    }
    return new SortedTree<>(this, new TreeNode.Edit());
  }

  @Nullable E find(K key) {
    long rank = rankOf.applyAsLong(key);
    TreeNode node = root;
    while (!node.isLeaf()) {
      node = node.child(childFor(node, key, rank));
    }
    int at = leafPosition(node, key, rank);
    return at >= 0 ? element(node, at) : null;
  }

  /** Adds the element or puts it in the place of the one with its key, which is returned. */
  @Nullable E put(E element) {
    beginChange();
    K key = keyOf.apply(element);
    K last = highest();
    boolean isLast = last == null || order.compare(last, key) < 0;
    if (isLast) {
      highest = key;
    }
    root = root.editable(edit);
    replaced = null;
    TreeNode right =
        putInto(root, key, new TreeNode.Item(element, rankOf.applyAsLong(key)), isLast);
    if (right != null) {
      root = TreeNode.branch(edit, root, right, lowest(right));
    }
    E before = replaced;
    replaced = null;
    if (before == null) {
      size++;
    }
    return before;
  }

  /** Takes the element with this key out and returns it. */
  @Nullable E remove(K key) {
    E present = find(key);
    if (present == null) {
      return null;
    }
    beginChange();
    if (highest != null && order.compare(highest, key) == 0) {
      highest = null;
    }
    root = root.editable(edit);
    removeFrom(root, key, rankOf.applyAsLong(key));
    while (!root.isLeaf() && root.size() == 1) {
      root = root.child(0);
    }
    size--;
    return present;
  }

  /**
   * The elements in key order; changing the tree meanwhile ends the iteration with an exception.
   */
  Iterator<E> iterator() {
    return new Cursor(null);
  }

  /** The elements whose keys are at or after this one, in key order. */
  Iterator<E> iteratorFrom(K key) {
    return new Cursor(key);
  }

  /** Keys that come in order, as most of ours do, need not be searched for. */
  private @Nullable K highest() {
    if (highest == null && size > 0) {
      TreeNode node = root;
      while (!node.isLeaf()) {
        node = node.child(node.size() - 1);
      }
      highest = keyOf.apply(element(node, node.size() - 1));
    }
    return highest;
  }

  private void beginChange() {
    if (edit == null) {
      throw new IllegalStateException("a frozen tree does not change");
    }
    changes++;
    newestCopy = null;
  }

  private void removeFrom(TreeNode node, K key, long rank) {
    if (node.isLeaf()) {
      node.removeAt(leafPosition(node, key, rank));
      return;
    }
    int at = childFor(node, key, rank);
    TreeNode child = node.editableChild(at, edit);
    removeFrom(child, key, rank);
    if (child.isSparse()) {
      node.mergeAround(at, edit);
    }
  }

  /** What separates a node that a split just made from its left neighbour. */
  private TreeNode.Item lowest(TreeNode right) {
    return new TreeNode.Item(
        right.isLeaf() ? keyOf.apply(element(right, 0)) : separator(right, 0), right.rank(0));
  }

  /** The child that holds the key if any does: the last one that begins at or before it. */
  private int childFor(TreeNode branch, K key, long rank) {
    int low = 1;
    int high = branch.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int byRank = Long.compare(branch.rank(middle), rank);
      if (byRank < 0 || (byRank == 0 && order.compare(separator(branch, middle), key) <= 0)) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low - 1;
  }

  /** Where the key stands in the leaf, or the complement of where it would. */
  private int leafPosition(TreeNode leaf, K key, long rank) {
    int low = 0;
    int high = leaf.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int byRank = Long.compare(leaf.rank(middle), rank);
      int compared = byRank != 0 ? byRank : order.compare(keyOf.apply(element(leaf, middle)), key);
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }

  @SuppressWarnings("unchecked") // leaves hold what put() gave them
  private E element(TreeNode leaf, int at) {
    return (E) leaf.item(at);
  }

  @SuppressWarnings("unchecked") // branches hold keys
  private K separator(TreeNode branch, int at) {
    return (K) branch.item(at);
  }

  /** Returns the right half when the node had to be split. */
  private @Nullable TreeNode putInto(TreeNode node, K key, TreeNode.Item item, boolean isLast) {
    if (node.isLeaf()) {
      return putIntoLeaf(node, key, item, isLast);
    }
    int at = isLast ? node.size() - 1 : childFor(node, key, item.rank());
    TreeNode right = putInto(node.editableChild(at, edit), key, item, isLast);
    return right == null ? null : node.insertChild(at + 1, lowest(right), right, edit);
  }

  private @Nullable TreeNode putIntoLeaf(TreeNode leaf, K key, TreeNode.Item item, boolean isLast) {
    int at = isLast ? ~leaf.size() : leafPosition(leaf, key, item.rank());
    if (at < 0) {
      return leaf.insertItem(~at, item, edit);
    }
    replaced = element(leaf, at);
    leaf.setItem(at, item.item());
    return null;
  }

  /** Walks the leaves from left to right, with the path to the present one on a stack. */
  private final class Cursor implements Iterator<E> {
    private static final int HIGHEST_TREE = 16;
    private final TreeNode[] path = new TreeNode[HIGHEST_TREE];
    private final int[] positions = new int[HIGHEST_TREE];
    private final int expectedChanges = changes;
    private int depth;

    Cursor(@Nullable K from) {
      long rank = from == null ? 0 : rankOf.applyAsLong(from);
      TreeNode node = root;
      while (!node.isLeaf()) {
        push(node, from == null ? 0 : childFor(node, from, rank));
        node = node.child(positions[depth - 1]);
      }
      int at = from == null ? 0 : leafPosition(node, from, rank);
      push(node, at >= 0 ? at : ~at);
      settle();
    }

    @Override
    public boolean hasNext() {
      return depth > 0;
    }

    @Override
    public E next() {
      if (depth == 0) {
        throw new NoSuchElementException();
      }
      if (changes != expectedChanges) {
        throw new IllegalStateException("the table changed while it was being read");
      }
      E element = element(path[depth - 1], positions[depth - 1]);
      positions[depth - 1]++;
      settle();
      return element;
    }

    /** Moves on to the next leaf element; an empty stack is the end. */
    private void settle() {
      while (depth > 0 && positions[depth - 1] >= path[depth - 1].size()) {
        depth--;
        if (depth > 0) {
          positions[depth - 1]++;
        }
      }
      while (depth > 0 && !path[depth - 1].isLeaf()) {
        push(path[depth - 1].child(positions[depth - 1]), 0);
      }
    }

    private void push(TreeNode node, int position) {
      path[depth] = node;
      positions[depth] = position;
      depth++;
    }
  }
}
