package io.berth.scheduler.placement;

import static java.util.Objects.requireNonNull;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.placement.HostView.TasksOfGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that can take tasks of a request, in the order of its preferences and strategies, which
 * each task that one of them takes changes. Hosts are parted by the attributes over which tasks are
 * spread, a branch for each value and within it a branch for each value of the next attribute; at
 * the end of a branch they stand in a heap, or are drawn where chance decides anyway. So a task
 * costs a few steps down the branches and as many heaps, however many hosts there are.
 */
final class Ranking {
  private static final int LOT_SHIFT = 20;

  /** The preferences are measured first, and then the strategies. */
  private static final int FIRST_STRATEGY = 1;

  private final List<Strategy> strategies;
  private final List<Integer> forks = new ArrayList<>();
  private final long[] steps;
  private final Map<Slot, TasksOfGroup> counts;
  private final int most;
  private final long seed;
  private final boolean isDrawn;
  private final int ofHosts;
  private final Node root;

  /**
   * Without a host yet.
   *
   * @param counts of the tasks of the request's group
   * @param seed of the lots that are drawn where strategies do not decide
   */
  Ranking(PlacementRequest request, Map<Slot, TasksOfGroup> counts, long seed) {
    this.strategies = effective(request.strategies());
    this.steps = steps(strategies, request.shape().asked());
    this.counts = counts;
    this.most = request.count();
    this.seed = seed;
    this.isDrawn =
        request.preferences().isEmpty()
            && strategies.stream().noneMatch(Strategy.Binpack.class::isInstance);
    this.ofHosts = strategies.indexOf(new Strategy.SpreadOverHosts());
    for (int at = 0; at < strategies.size(); at++) {
      if (strategies.get(at) instanceof Strategy.SpreadOverAttribute) {
        forks.add(at);
      }
    }
    this.root = node(0);
  }

  /** Chance decides last in any case, and what is one host cannot be spread any more. */
  private static List<Strategy> effective(List<Strategy> strategies) {
    List<Strategy> effective = new ArrayList<>();
    boolean isDivided = false;
    for (Strategy strategy : strategies) {
      if (strategy instanceof Strategy.Binpack) {
        effective.add(strategy);
      } else if (!(strategy instanceof Strategy.Anywhere) && !isDivided) {
        effective.add(strategy);
        isDivided = strategy instanceof Strategy.SpreadOverHosts;
      }
    }
    return effective;
  }

  private static long[] steps(List<Strategy> strategies, Resources asked) {
    long[] steps = new long[FIRST_STRATEGY + strategies.size()];
    for (int at = 0; at < strategies.size(); at++) {
      steps[FIRST_STRATEGY + at] =
          switch (strategies.get(at)) {
            case Strategy.SpreadOverHosts() -> 1;
            case Strategy.Binpack(var resource) ->
                switch (resource) {
                  case CPU -> -asked.cpuUnits();
                  case MEMORY -> -asked.memoryMib();
                };
            case Strategy.SpreadOverAttribute _, Strategy.Anywhere() -> 0;
          };
    }
    return steps;
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
    for (int fork : forks) {
      node = ((Fork) node).limb(value(fork, shelf.first().host())).node;
    }
    ((Leaf) node).add(shelf, rooms);
  }

  /** A host of which tasks count although it may have no room. */
  void count(Slot slot, int tasks) {
    Node node = root;
    for (int fork : forks) {
      Limb limb = ((Fork) node).limbs.get(value(fork, slot.host()));
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

  /** Hosts without the attribute are like those of one more value. */
  private String value(int fork, Host host) {
    String name = ((Strategy.SpreadOverAttribute) strategies.get(fork)).name();
    return host.attribute(name).orElse("");
  }

  private long measure(int strategy, Slot slot) {
    return switch (strategies.get(strategy)) {
      case Strategy.SpreadOverHosts() -> counts.getOrDefault(slot, TasksOfGroup.NONE).wanted();
      case Strategy.Binpack(var resource) ->
          switch (resource) {
            case CPU -> slot.freeCpu();
            case MEMORY -> slot.freeMemory();
          };
      case Strategy.SpreadOverAttribute _, Strategy.Anywhere() -> 0;
    };
  }

  /** The same for a host whichever other hosts there are, and another one for each request. */
  private long lot(HostId id) {
    long mixed = seed ^ id.high() ^ Long.rotateLeft(id.low(), Integer.SIZE);
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return (mixed ^ mixed >>> 31) >>> LOT_SHIFT;
  }

  private Node node(int depth) {
    if (depth < forks.size()) {
      return new Fork(depth);
    }
    return isDrawn ? new DrawnLeaf() : new HeapLeaf();
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
    private final long[] measures = new long[FIRST_STRATEGY + strategies.size()];

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
      measures[0] = unmet.first;
      for (int at = 0; at < strategies.size(); at++) {
        measures[FIRST_STRATEGY + at] = measure(at, slot);
      }
      long lot = lot(slot.id());
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
    best.take(steps);
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
   * A leaf that draws its hosts, and looks at those alone that it draws. Those without a task of
   * the group come first where tasks are spread over hosts; the others wait until these are all
   * taken.
   */
  private final class DrawnLeaf implements Leaf {
    private final List<Slot> undrawn = new ArrayList<>();
    private final Map<Slot, Long> left = new HashMap<>();
    private final PriorityQueue<Contender> waiting = new PriorityQueue<>();
    private @Nullable Rooms rooms;
    private @Nullable RandomGenerator random;
    private @Nullable Slot next;

    @Override
    public void add(Shelf shelf, Rooms newRooms) {
      undrawn.addAll(shelf.slots());
      rooms = newRooms;
    }

    @Override
    public void settle() {
      if (!undrawn.isEmpty()) {
        random = new SplittableRandom(lot(undrawn.getFirst().id()));
        draw();
      }
    }

    /** The next one that has room, and no task if that counts. */
    private void draw() {
      next = null;
      while (next == null && !undrawn.isEmpty()) {
        Slot slot = drawn();
        long room = roomOf(slot);
        int tasks = ofHosts < 0 ? 0 : counts.getOrDefault(slot, TasksOfGroup.NONE).wanted();
        if (room > 0 && tasks > 0) {
          await(slot, room, tasks);
        } else if (room > 0) {
          next = slot;
          left.put(slot, room);
        }
      }
    }

    private Slot drawn() {
      int at = requireNonNull(random).nextInt(undrawn.size());
      Slot last = undrawn.removeLast();
      return at == undrawn.size() ? last : undrawn.set(at, last);
    }

    private long roomOf(Slot slot) {
      Long known = left.get(slot);
      return known == null ? requireNonNull(rooms).room(slot) : known;
    }

    private void await(Slot slot, long room, int tasks) {
      long[] measures = new long[FIRST_STRATEGY + strategies.size()];
      measures[FIRST_STRATEGY + ofHosts] = tasks;
      waiting.add(new Contender(slot, room, measures, 0, lot(slot.id())));
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
      if (room > 0 && ofHosts < 0) {
        left.put(taken, room);
        undrawn.add(taken);
      } else if (room > 0) {
        await(taken, room, 1);
      }
      draw();
      return taken;
    }

    @Override
    public long best(long[] rank) {
      if (next == null) {
        return Ranking.best(waiting, rank);
      }
      Arrays.fill(rank, 0);
      return lot(next.id());
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
      return limbs.computeIfAbsent(value, _ -> new Limb(forks.get(depth), node(depth + 1)));
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
    private final long[] rank = new long[FIRST_STRATEGY + strategies.size()];
    private long lot;
    private long count;

    Limb(int strategy, Node node) {
      this.strategy = strategy;
      this.node = node;
    }

    void refresh() {
      lot = node.best(rank);
      rank[FIRST_STRATEGY + strategy] = count;
    }

    @Override
    public int compareTo(Limb other) {
      int byRank = Arrays.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(lot, other.lot);
    }
  }
}
