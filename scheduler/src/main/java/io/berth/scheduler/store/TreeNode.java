package io.berth.scheduler.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link SortedTree}: a leaf of elements or a branch of children, each child with the
 * key that separates it from its left neighbour (the first child's is never read). Beside the items
 * stand the ranks of their keys, so that a search reads a few numbers that lie together before it
 * looks at keys that lie anywhere. Changed only by the tree whose edit mark it carries.
 */
final class TreeNode {
  static final int MOST = 32;
  private static final int SPARSE = MOST / 4;

  private final @Nullable Edit edit;
  private final @Nullable Object[] items;
  private final long[] ranks;
  private final TreeNode @Nullable [] children;
  private int size;

  private TreeNode(
      @Nullable Edit edit,
      @Nullable Object[] items,
      long[] ranks,
      TreeNode @Nullable [] children,
      int size) {
    this.edit = edit;
    this.items = items;
    this.ranks = ranks;
    this.children = children;
    this.size = size;
  }

  /** What stands in a node: an element or a separating key, and the rank of its key. */
  record Item(Object item, long rank) {}

  static TreeNode leaf(@Nullable Edit edit) {
    return new TreeNode(edit, new Object[MOST], new long[MOST], null, 0);
  }

  static TreeNode branch(@Nullable Edit edit, TreeNode left, TreeNode right, Item separator) {
    TreeNode branch = new TreeNode(edit, new Object[MOST], new long[MOST], new TreeNode[MOST], 2);
    branch.items[1] = separator.item();
    branch.ranks[1] = separator.rank();
    branch.branches()[0] = left;
    branch.branches()[1] = right;
    return branch;
  }

  boolean isLeaf() {
    return children == null;
  }

  boolean isSparse() {
    return size < SPARSE;
  }

  int size() {
    return size;
  }

  Object item(int at) {
    return Objects.requireNonNull(items[at]);
  }

  long rank(int at) {
    return ranks[at];
  }

  void setItem(int at, Object item) {
    items[at] = item;
  }

  TreeNode child(int at) {
    return branches()[at];
  }

  /** This node if it carries the mark, else a copy that does. */
  TreeNode editable(@Nullable Edit mark) {
    if (edit == mark) {
      return this;
    }
    TreeNode[] copied = children == null ? null : Arrays.copyOf(children, MOST);
    return new TreeNode(mark, Arrays.copyOf(items, MOST), Arrays.copyOf(ranks, MOST), copied, size);
  }

  TreeNode editableChild(int at, @Nullable Edit mark) {
    TreeNode child = child(at).editable(mark);
    branches()[at] = child;
    return child;
  }

  /** Returns the right half when the node was full. */
  @Nullable TreeNode insertItem(int at, Item item, @Nullable Edit mark) {
    return insert(at, item, null, mark);
  }

  /** Returns the right half when the node was full. */
  @Nullable TreeNode insertChild(int at, Item separator, TreeNode child, @Nullable Edit mark) {
    return insert(at, separator, child, mark);
  }

  void removeAt(int at) {
    size--;
    System.arraycopy(items, at + 1, items, at, size - at);
    System.arraycopy(ranks, at + 1, ranks, at, size - at);
    items[size] = null;
    if (children != null) {
      System.arraycopy(children, at + 1, children, at, size - at);
      Arrays.fill(children, size, size + 1, null);
    }
  }

  /**
   * Joins the sparse child with a neighbour where both fit into one node; an empty one goes in any
   * case.
   */
  void mergeAround(int at, @Nullable Edit mark) {
    if (child(at).size == 0) {
      removeAt(at);
    } else if (at + 1 < size && child(at).size + child(at + 1).size <= MOST) {
      child(at).append(child(at + 1), items[at + 1], ranks[at + 1]);
      removeAt(at + 1);
    } else if (at > 0 && child(at - 1).size + child(at).size <= MOST) {
      editableChild(at - 1, mark).append(child(at), items[at], ranks[at]);
      removeAt(at);
    }
  }

  private @Nullable TreeNode insert(
      int at, Item item, @Nullable TreeNode child, @Nullable Edit mark) {
    if (size < MOST) {
      place(at, item, child);
      return null;
    }
    // Keys that come in order would leave every node half empty if it were always cut in the
    // middle.
    int cut = at == size ? size : size / 2;
    TreeNode right = splitAt(cut, mark);
    if (at > cut || at == size) {
      right.place(at - cut, item, child);
    } else {
      place(at, item, child);
    }
    return right;
  }

  private void place(int at, Item item, @Nullable TreeNode child) {
    System.arraycopy(items, at, items, at + 1, size - at);
    System.arraycopy(ranks, at, ranks, at + 1, size - at);
    items[at] = item.item();
    ranks[at] = item.rank();
    if (child != null) {
      System.arraycopy(branches(), at, branches(), at + 1, size - at);
      branches()[at] = child;
    }
    size++;
  }

  private TreeNode splitAt(int cut, @Nullable Edit mark) {
    TreeNode right =
        new TreeNode(
            mark,
            new Object[MOST],
            new long[MOST],
            children == null ? null : new TreeNode[MOST],
            size - cut);
    System.arraycopy(items, cut, right.items, 0, right.size);
    System.arraycopy(ranks, cut, right.ranks, 0, right.size);
    Arrays.fill(items, cut, size, null);
    if (children != null) {
      System.arraycopy(children, cut, right.branches(), 0, right.size);
      Arrays.fill(children, cut, size, null);
    }
    size = cut;
    return right;
  }

  private void append(TreeNode right, @Nullable Object rightSeparator, long rightRank) {
    System.arraycopy(right.items, 0, items, size, right.size);
    System.arraycopy(right.ranks, 0, ranks, size, right.size);
    if (children != null) {
      System.arraycopy(right.branches(), 0, children, size, right.size);
      items[size] = rightSeparator;
      ranks[size] = rightRank;
    }
    size += right.size;
  }

  /** Says which tree may change a node in place; known by identity alone. */
  static final class Edit {}

  private TreeNode[] branches() {
    if (children == null) {
      throw new IllegalStateException("a leaf has no children");
    }
    return children;
  }
}
