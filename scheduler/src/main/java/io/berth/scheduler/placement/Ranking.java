package io.berth.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that can take tasks of a request, in the order of its preferences and strategies, which
 * each task that one of them takes changes. Hosts are parted by the attributes over which tasks are
 * spread, a branch for each value and within it a branch for each value of the next attribute; at
 * the end of a branch they stand in a heap, or come one after the other where no more needs to be
 * known of them. So a task costs a few steps down the branches and as many heaps, however many
 * hosts there are.
 */
final class Ranking {
  private final Yardstick yardstick;
  private final int most;
  private final Node root;

  /** Without a host yet. */
  Ranking(Yardstick yardstick, int most) {
    this.yardstick = yardstick;
    this.most = most;
    this.root = node(0);
  }

  /** What is said against a host: before it has a task of the request, and from then on. */
  record Unmet(long first, long onceTaken) {
    static final Unmet NOTHING = new Unmet(0, 0);
  }

  /** What is known of a host besides its place on the board. */
  interface Rooms {
    /** How many such tasks it can take, or at least as many as there are. */
    long room(Slot slot);

    Unmet unmet(Slot slot);
  }

  /** Some hosts of one kind; only before the first task is taken. */
  void add(Shelf shelf, Rooms rooms) {
    Node node = root;
    for (int fork : yardstick.forks()) {
      node = ((Fork) node).limb(yardstick.value(fork, shelf.first().host())).node;
    }
    ((Leaf) node).add(shelf, rooms);
  }

  /** A host of which tasks count although it may have no room. */
  void count(Slot slot, int tasks) {
    Node node = root;
    for (int fork : yardstick.forks()) {
      Limb limb = ((Fork) node).limbs.get(yardstick.value(fork, slot.host()));
      if (limb == null) {
        return;
      }
      limb.count += tasks;
      node = limb.node;
    }
  }

  /** All hosts are there and counted. */
  void settle() {
    root.settle();
  }

  boolean isEmpty() {
    return root.isEmpty();
  }

  /** The best host takes a task. */
  Slot take() {
    return root.take();
  }

  private Node node(int depth) {
    if (depth < yardstick.forks().size()) {
      return new Fork(depth);
    }
    if (yardstick.isDrawing()) {
      return new DrawnLeaf();
    }
    return yardstick.packing().<Node>map(PackedLeaf::new).orElseGet(HeapLeaf::new);
  }

  /** Some hosts, and which of them is the best. */
  private sealed interface Node {
    void settle();

    boolean isEmpty();

    Slot take();

    /** Fills in what it knows of its best host and answers its lot. */
    long best(long[] rank);
  }

  /** Hosts that differ in nothing over which tasks are spread. */
  private sealed interface Leaf extends Node {
    void add(Shelf shelf, Rooms rooms);
  }

  /** A leaf that compares all of its hosts before the first takes a task. */
  private final class HeapLeaf implements Leaf {
    /**
     * The worst first, and not more than can be needed: the best, as each takes a task at least.
     */
    private final PriorityQueue<Contender> kept = new PriorityQueue<>(Comparator.reverseOrder());

    private PriorityQueue<Contender> ranked = kept;
    private final long[] measures = new long[yardstick.width()];

    @Override
    public void add(Shelf shelf, Rooms rooms) {
      for (Slot slot : shelf.slots()) {
        long room = rooms.room(slot);
        if (room > 0) {
          add(slot, room, rooms.unmet(slot));
        }
      }
    }

    private void add(Slot slot, long room, Unmet unmet) {
      yardstick.measure(slot, unmet.first, measures);
      long lot = yardstick.lot(slot.id());
      if (kept.size() == most) {
        // Most hosts of a large cluster end here, so nothing is made for them.
        if (!kept.element().isBehind(measures, lot)) {
          return;
        }
        kept.remove();
      }
      kept.add(new Contender(slot, room, measures.clone(), unmet.onceTaken, lot));
    }

    @Override
    public void settle() {
      ranked = new PriorityQueue<>(new ArrayList<>(kept));
    }

    @Override
    public boolean isEmpty() {
      return ranked.isEmpty();
    }

    @Override
    public Slot take() {
      return takeBest(ranked);
    }

    @Override
    public long best(long[] rank) {
      return Ranking.best(ranked, rank);
    }
  }

  private Slot takeBest(PriorityQueue<Contender> ranked) {
    Contender best = ranked.remove();
    best.take(yardstick.steps());
    if (best.hasRoom()) {
      ranked.add(best);
    }
    return best.slot();
  }

  private static long best(PriorityQueue<Contender> ranked, long[] rank) {
    Contender best = ranked.element();
    System.arraycopy(best.measures(), 0, rank, 0, rank.length);
    return best.lot();
  }

  /**
   * A leaf that fills one host after the other, and looks at the next one when the last is full:
   * those with the least left come first, and are not worse than others until they are.
   */
  private final class PackedLeaf implements Leaf {
    private final Yardstick.Packing packing;
    private final Climb climb = new Climb();

    /** Those with equally much left that were not looked at yet. */
    private final Urn level = new Urn(yardstick);

    /** Those with the least left, which was looked at; empty only if there are no more. */
    private final PriorityQueue<Contender> lowest = new PriorityQueue<>();

    private @Nullable Rooms rooms;

    PackedLeaf(Yardstick.Packing packing) {
      this.packing = packing;
    }

    @Override
    public void add(Shelf shelf, Rooms newRooms) {
      climb.add(shelf.levels(packing.resource()).from(packing.asked()));
      rooms = newRooms;
    }

    @Override
    public void settle() {
      while (lowest.isEmpty() && !(level.isEmpty() && climb.isOver())) {
        if (level.isEmpty()) {
          climb.step(level);
        }
        do {
          int drawnFrom = level.size();
          look(level.draw(), drawnFrom);
        } while (!packing.isLast() && !level.isEmpty());
      }
    }

    private void look(Slot slot, int drawnFrom) {
      long room = requireNonNull(rooms).room(slot);
      if (room > 0) {
        long[] measures = new long[yardstick.width()];
        yardstick.measure(slot, 0, measures);
        long lot =
            packing.isLast() ? yardstick.lot(slot.id(), drawnFrom) : yardstick.lot(slot.id());
        lowest.add(new Contender(slot, room, measures, 0, lot));
      }
    }

    @Override
    public boolean isEmpty() {
      return lowest.isEmpty();
    }

    @Override
    public Slot take() {
      Slot taken = takeBest(lowest);
      settle();
      return taken;
    }

    @Override
    public long best(long[] rank) {
      return Ranking.best(lowest, rank);
    }
  }

  /**
   * A leaf that draws its hosts, and looks at those alone that it draws. Those without a task of
   * the group come first where tasks are spread over hosts; the others wait until these are all
   * taken.
   */
  private final class DrawnLeaf implements Leaf {
    private final Urn undrawn = new Urn(yardstick);
    private final boolean isSpreading = yardstick.isSpreadingOverHosts();
    private final Map<Slot, Long> left = new HashMap<>();
    private final PriorityQueue<Contender> waiting = new PriorityQueue<>();
    private @Nullable Rooms rooms;
    private @Nullable Slot next;

    @Override
    public void add(Shelf shelf, Rooms newRooms) {
      undrawn.addAll(shelf.slots());
      rooms = newRooms;
    }

    /** The next one that has room, and no task if that counts. */
    @Override
    public void settle() {
      next = null;
      while (next == null && !undrawn.isEmpty()) {
        Slot slot = undrawn.draw();
        long room = roomOf(slot);
        int tasks = isSpreading ? yardstick.wanted(slot) : 0;
        if (room > 0 && tasks > 0) {
          await(slot, room, tasks);
        } else if (room > 0) {
          next = slot;
          left.put(slot, room);
        }
      }
    }

    private long roomOf(Slot slot) {
      Long known = left.get(slot);
      return known == null ? requireNonNull(rooms).room(slot) : known;
    }

    private void await(Slot slot, long room, int tasks) {
      long[] measures = new long[yardstick.width()];
      measures[yardstick.placeOfHosts()] = tasks;
      waiting.add(new Contender(slot, room, measures, 0, yardstick.lot(slot.id())));
    }

    @Override
    public boolean isEmpty() {
      return next == null && waiting.isEmpty();
    }

    @Override
    public Slot take() {
      Slot taken = next;
      if (taken == null) {
        return takeBest(waiting);
      }
      long room = roomOf(taken) - 1;
      if (room > 0 && !isSpreading) {
        left.put(taken, room);
        undrawn.add(taken);
      } else if (room > 0) {
        await(taken, room, 1);
      }
      settle();
      return taken;
    }

    @Override
    public long best(long[] rank) {
      if (next == null) {
        return Ranking.best(waiting, rank);
      }
      Arrays.fill(rank, 0);
      return yardstick.lot(next.id());
    }
  }

  /** Hosts parted by the values of an attribute. */
  private final class Fork implements Node {
    private final int depth;
    private final Map<String, Limb> limbs = new HashMap<>();
    private final PriorityQueue<Limb> ranked = new PriorityQueue<>();

    Fork(int depth) {
      this.depth = depth;
    }

    Limb limb(String value) {
      return limbs.computeIfAbsent(
          value, _ -> new Limb(yardstick.forks().get(depth), node(depth + 1)));
    }

    @Override
    public void settle() {
      for (Limb limb : limbs.values()) {
        limb.node.settle();
        if (!limb.node.isEmpty()) {
          limb.refresh();
          ranked.add(limb);
        }
      }
    }

    @Override
    public boolean isEmpty() {
      return ranked.isEmpty();
    }

    @Override
    public Slot take() {
      Limb limb = ranked.remove();
      Slot taken = limb.node.take();
      limb.count++;
      if (!limb.node.isEmpty()) {
        limb.refresh();
        ranked.add(limb);
      }
      return taken;
    }

    @Override
    public long best(long[] rank) {
      Limb best = ranked.element();
      System.arraycopy(best.rank, 0, rank, 0, rank.length);
      return best.lot;
    }
  }

  /** The hosts with one value: how many tasks they have, and the rank of the best of them. */
  private final class Limb implements Comparable<Limb> {
    private final int strategy;
    private final Node node;
    private final long[] rank = new long[yardstick.width()];
    private long lot;
    private long count;

    Limb(int strategy, Node node) {
      this.strategy = strategy;
      this.node = node;
    }

    void refresh() {
      lot = node.best(rank);
      rank[yardstick.placeOf(strategy)] = count;
    }

    @Override
    public int compareTo(Limb other) {
      int byRank = Arrays.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(lot, other.lot);
    }
  }
}
