package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.placement.HostView.TasksOfGroup;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.QueriedHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Places the tasks of one request on the hosts of a {@link Board}: one look at each kind of hosts,
 * at most one at each host, and then a few steps for each task. The answer is one that {@link
 * Placer} could have given, too. Changes nothing: whoever makes these tasks tells the board.
 */
public final class BoardPlacer {
  private static final long UNKNOWN = -1;

  private final Board board;
  private final ClusterName cluster;
  private final PlacementRequest request;
  private final Conditions conditions;
  private final Conditions ofKinds;
  private final Conditions ofHosts;
  private final Preferences preferencesOfKinds;
  private final Preferences preferencesOfHosts;
  private final Map<Slot, TasksOfGroup> counts;
  private final Suits suits;
  private final boolean isSpecial;
  private final Verdict[] verdicts;
  private final long[] unmetByKinds;
  private final Map<Lack, Integer> lacking = new EnumMap<>(Lack.class);
  private int suited;

  /** What of a request only its maker can answer. */
  public interface Suits {

    /** Whether hosts of this one's kind are what the tasks must have. */
    boolean isSuited(Host host);

    /** What constraints may ask of a host. */
    QueriedHost traits(Host host);

    /**
     * What is taken from the ports that the agent picks although no task was given one to pick;
     * asked only of hosts of which tasks name ports, or of which some are held.
     */
    Resources unpickable(Host host);

    /** All of a host; asked only for tasks that name ports or ask for devices. */
    HostView view(Host host, TasksOfGroup tasksOfGroup);
  }

  /** What is known of a kind of hosts. */
  private enum Verdict {
    OPEN,
    SUITED,
    UNSUITED,
    NO_MEMBER
  }

  /** For one request, as long as the board does not change. */
  public BoardPlacer(Board board, ClusterName cluster, PlacementRequest request, Suits suits) {
    this.board = board;
    this.cluster = cluster;
    this.request = request;
    this.conditions = Conditions.of(request.constraints());
    this.ofKinds = conditions.ofKinds();
    this.ofHosts = conditions.ofHosts();
    Preferences preferences = Preferences.of(request.preferences());
    this.preferencesOfKinds = preferences.ofKinds();
    this.preferencesOfHosts = preferences.ofHosts();
    this.counts = board.counts(request.group());
    this.suits = suits;
    this.isSpecial = !request.shape().leads().isEmpty() || request.shape().asksForDevices();
    this.verdicts = new Verdict[board.kindLimit()];
    Arrays.fill(verdicts, Verdict.OPEN);
    this.unmetByKinds = new long[board.kindLimit()];
    Arrays.fill(unmetByKinds, UNKNOWN);
  }

  /** The same board, request and chance give the same answer. */
  public Placement place(RandomGenerator random) {
    suited = 0;
    lacking.clear();
    Rooms rooms = new Rooms();
    Yardstick yardstick = new Yardstick(request, counts, random.nextLong());
    Ranking ranking = new Ranking(yardstick, request.count());
    for (Shelf shelf : board.of(cluster).shelves()) {
      if (verdict(shelf.first()) == Verdict.SUITED) {
        suited += shelf.slots().size();
        ranking.add(shelf, rooms);
      }
    }
    counts.forEach((slot, count) -> {
      if (slot.isIn(cluster)) {
        ranking.count(slot, count.wanted());
      }
    });
    ranking.settle();
    List<Place> placed = new ArrayList<>(request.count());
    Map<Slot, Candidate> special = new HashMap<>();
    while (placed.size() < request.count() && !ranking.isEmpty()) {
      Slot slot = ranking.take();
      placed.add(
          isSpecial
              ? special.computeIfAbsent(slot, this::candidate).take(request)
              : new Place(slot.id()));
    }
    int missing = request.count() - placed.size();
    return new Placement(
        placed, missing == 0 ? List.of() : Collections.nCopies(missing, closest(placed)));
  }

  /** What the ranking asks of hosts. */
  private final class Rooms implements Ranking.Rooms {
    @Override
    public long room(Slot slot) {
      return BoardPlacer.this.room(slot);
    }

    @Override
    public Ranking.Unmet unmet(Slot slot) {
      return BoardPlacer.this.unmet(slot);
    }
  }

  private Iterable<Slot> slots() {
    return () ->
        board.of(cluster).shelves().stream().flatMap(shelf -> shelf.slots().stream()).iterator();
  }

  /** What the last answer was chosen from. */
  public Looked looked() {
    return new Looked(board.of(cluster).hosts(), suited, lacking);
  }

  private Candidate candidate(Slot slot) {
    return new Candidate(suits.view(slot.host(), counts.getOrDefault(slot, TasksOfGroup.NONE)));
  }

  /** How many such tasks a host of a kind that suits can take, or at least as many as there are. */
  private long room(Slot slot) {
    if (!slot.isReachable()) {
      return 0;
    }
    Resources asked = request.shape().asked();
    long room =
        Math.min(
            times(slot.freeCpu(), asked.cpuUnits()), times(slot.freeMemory(), asked.memoryMib()));
    if (room > 0) {
      room = Math.min(room, timesPorts(slot, asked));
    }
    if (room == 0) {
      return 0;
    }
    return isSpecial ? specialRoom(slot) : Math.min(room, mostByConditions(slot));
  }

  private long timesPorts(Slot slot, Resources asked) {
    Resources gone = slot.hasPortsOfItsOwn() ? suits.unpickable(slot.host()) : Resources.NONE;
    return Math.min(
        times(slot.freeTcpPorts() - gone.dynamicTcpPorts(), asked.dynamicTcpPorts()),
        times(slot.freeUdpPorts() - gone.dynamicUdpPorts(), asked.dynamicUdpPorts()));
  }

  private long specialRoom(Slot slot) {
    return candidate(slot).room(request, conditions, request.count());
  }

  /** How many tasks the constraints allow that cannot be answered for all hosts of a kind. */
  private long mostByConditions(Slot slot) {
    if (ofHosts.isDistinct() && living(slot) > 0) {
      return 0;
    }
    if (!ofHosts.queries().isEmpty()) {
      QueriedHost host = suits.traits(slot.host());
      if (!ofHosts.areMet(host)) {
        return 0;
      }
      if (ofHosts.readTasks() && !ofHosts.areMet(new WithTaskOf(request.group(), host))) {
        return 1;
      }
    }
    return ofHosts.isDistinct() ? 1 : Long.MAX_VALUE;
  }

  private int living(Slot slot) {
    return counts.getOrDefault(slot, TasksOfGroup.NONE).living();
  }

  private static long times(long free, long asked) {
    return asked == 0 ? Long.MAX_VALUE : Math.max(0, free) / asked;
  }

  private Verdict verdict(Slot slot) {
    int kind = slot.kind().number();
    if (verdicts[kind] == Verdict.OPEN) {
      verdicts[kind] = judge(slot.host());
    }
    return verdicts[kind];
  }

  private Verdict judge(Host host) {
    if (!suits.isSuited(host)) {
      return Verdict.UNSUITED;
    }
    return ofKinds.areMet(suits.traits(host)) ? Verdict.SUITED : Verdict.NO_MEMBER;
  }

  /**
   * What a task that is placed changes of it, only expressions about the tasks of hosts can see.
   */
  private Ranking.Unmet unmet(Slot slot) {
    long byKind = preferencesOfKinds.areNone() ? 0 : unmetByKind(slot);
    if (preferencesOfHosts.areNone()) {
      return byKind == 0 ? Ranking.Unmet.NOTHING : new Ranking.Unmet(byKind, byKind);
    }
    QueriedHost host = suits.traits(slot.host());
    return new Ranking.Unmet(
        byKind + preferencesOfHosts.unmet(host),
        byKind + preferencesOfHosts.unmet(new WithTaskOf(request.group(), host)));
  }

  private long unmetByKind(Slot slot) {
    int kind = slot.kind().number();
    if (unmetByKinds[kind] == UNKNOWN) {
      unmetByKinds[kind] = preferencesOfKinds.unmet(suits.traits(slot.host()));
    }
    return unmetByKinds[kind];
  }

  /** The host that fails at the latest check, the first of several; all of them fail. */
  private Unplaced closest(List<Place> placed) {
    Map<HostId, Integer> taken = new HashMap<>();
    placed.forEach(place -> taken.merge(place.host(), 1, Integer::sum));
    Slot closest = null;
    Lack latest = null;
    for (Slot slot : slots()) {
      Lack lack = lack(slot, taken.getOrDefault(slot.id(), 0));
      lacking.merge(lack, 1, Integer::sum);
      int later = latest == null ? 1 : lack.compareTo(latest);
      if (closest == null || later > 0 || (later == 0 && slot.id().compareTo(closest.id()) < 0)) {
        closest = slot;
        latest = lack;
      }
    }
    if (closest == null || latest == null) {
      throw new IllegalStateException("there must be a host to ask");
    }
    return new Unplaced(closest.id(), latest);
  }

  /** The first thing that a host lacks which took some of the request's tasks and takes no more. */
  private Lack lack(Slot slot, int taken) {
    if (!slot.isReachable()) {
      return Lack.AGENT;
    }
    if (verdict(slot) == Verdict.UNSUITED) {
      return Lack.ATTRIBUTE;
    }
    if (isSpecial) {
      return specialLack(slot, taken);
    }
    Lack constraint = lackOfConditions(slot, taken);
    if (constraint != null) {
      return constraint;
    }
    Resources asked = request.shape().asked();
    if (times(slot.freeCpu(), asked.cpuUnits()) <= taken) {
      return Lack.CPU;
    }
    if (times(slot.freeMemory(), asked.memoryMib()) <= taken) {
      return Lack.MEMORY;
    }
    return Lack.PORTS;
  }

  private Lack specialLack(Slot slot, int taken) {
    Candidate candidate = candidate(slot);
    for (int task = 0; task < taken; task++) {
      candidate.take(request);
    }
    return candidate
        .lack(request, conditions)
        .orElseThrow(
            () -> new IllegalStateException("a host with room got no task: host=" + slot.id()));
  }

  private @Nullable Lack lackOfConditions(Slot slot, int taken) {
    QueriedHost host = suits.traits(slot.host());
    QueriedHost now = taken == 0 ? host : new WithTaskOf(request.group(), host);
    if (verdict(slot) == Verdict.NO_MEMBER || !ofHosts.areMet(now)) {
      return Lack.MEMBER_OF;
    }
    return ofHosts.isDistinct() && living(slot) + taken > 0 ? Lack.DISTINCT_HOSTS : null;
  }
}
