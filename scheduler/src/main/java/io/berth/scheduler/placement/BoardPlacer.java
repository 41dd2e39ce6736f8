package io.berth.scheduler.placement;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.query.QueriedHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Places the tasks of one request on the hosts of a {@link Board}: one look at each host, and then
 * a few steps for each task. The answer is one that {@link Placer} could have given, too. Changes
 * nothing: whoever makes these tasks tells the board.
 */
public final class BoardPlacer {
  private final Board board;
  private final ClusterName cluster;
  private final PlacementRequest request;
  private final Conditions ofKinds;
  private final Conditions ofHosts;
  private final Map<Slot, GroupCount> counts;
  private final Suits suits;
  private final Verdict[] verdicts;

  /** What of a request only its maker can answer. */
  public interface Suits {

    /** Whether hosts of this one's kind are what the tasks must have. */
    boolean isSuited(Host host);

    /** What constraints may ask of a host. */
    QueriedHost traits(Host host);

    /** Ports that such a task may not have yet; asked only for tasks that name ports. */
    Set<HostPort> heldPorts(Host host);
  }

  /** What is known of a kind of hosts. */
  private enum Verdict {
    OPEN,
    SUITED,
    UNSUITED,
    NO_MEMBER
  }

  private BoardPlacer(Board board, ClusterName cluster, PlacementRequest request, Suits suits) {
    this.board = board;
    this.cluster = cluster;
    this.request = request;
    Conditions conditions = Conditions.of(request.constraints());
    this.ofKinds = conditions.ofKinds();
    this.ofHosts = conditions.ofHosts();
    this.counts = board.counts(request.group());
    this.suits = suits;
    this.verdicts = new Verdict[board.kindLimit()];
    Arrays.fill(verdicts, Verdict.OPEN);
  }

  /** The same board, request and chance give the same answer. */
  public static Placement place(
      Board board,
      ClusterName cluster,
      PlacementRequest request,
      Suits suits,
      RandomGenerator random) {
    return new BoardPlacer(board, cluster, request, suits).place(random.nextLong());
  }

  private Placement place(long seed) {
    Ranking ranking = new Ranking(request, counts, seed);
    for (Slot slot : board.of(cluster)) {
      long room = room(slot);
      if (room > 0) {
        ranking.add(slot, room);
      }
    }
    counts.forEach((slot, count) -> {
      if (slot.isIn(cluster)) {
        ranking.count(slot, count.wanted());
      }
    });
    ranking.settle();
    List<HostId> placed = new ArrayList<>(request.count());
    Map<HostId, Integer> taken = new HashMap<>();
    while (placed.size() < request.count() && !ranking.isEmpty()) {
      HostId host = ranking.take().id();
      placed.add(host);
      if (placed.size() < request.count()) {
        taken.merge(host, 1, Integer::sum);
      }
    }
    int missing = request.count() - placed.size();
    return new Placement(
        placed, missing == 0 ? List.of() : Collections.nCopies(missing, closest(taken)));
  }

  /** How many such tasks the host can take. */
  private long room(Slot slot) {
    Host host = slot.host();
    if (!host.isReachable() || verdict(slot) != Verdict.SUITED) {
      return 0;
    }
    TaskShape shape = request.shape();
    Resources asked = shape.asked();
    long most = mostByConditions(slot);
    if (most == 0) {
      return 0;
    }
    long room =
        Math.min(
            times(slot.freePorts(), asked.dynamicPorts()),
            Math.min(
                times(slot.freeCpu(), asked.cpuUnits()),
                times(slot.freeMemory(), asked.memoryMib())));
    if (room > 0 && !shape.staticPorts().isEmpty()) {
      return lackOfPorts(slot) == null ? 1 : 0;
    }
    return Math.min(room, most);
  }

  /** How many tasks the constraints allow that cannot be answered for all hosts of a kind. */
  private long mostByConditions(Slot slot) {
    if (ofHosts.isDistinct() && living(slot) > 0) {
      return 0;
    }
    long most = ofHosts.isDistinct() ? 1 : Long.MAX_VALUE;
    if (!ofHosts.queries().isEmpty()) {
      QueriedHost host = suits.traits(slot.host());
      if (!ofHosts.areMet(host)) {
        return 0;
      }
      if (ofHosts.readTasks() && !ofHosts.areMet(new WithTaskOf(request.group(), host))) {
        return 1;
      }
    }
    return most;
  }

  private int living(Slot slot) {
    return counts.getOrDefault(slot, GroupCount.NONE).living();
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

  private @Nullable Lack lackOfPorts(Slot slot) {
    List<HostPort> ports = request.shape().staticPorts();
    if (!ports.stream().allMatch(slot::isFree)) {
      return Lack.PORTS;
    }
    Set<HostPort> held = suits.heldPorts(slot.host());
    return ports.stream().anyMatch(held::contains) ? Lack.HELD_PORTS : null;
  }

  /** The host that fails at the latest check, the first of several; all of them fail. */
  private Unplaced closest(Map<HostId, Integer> taken) {
    Slot closest = null;
    Lack latest = null;
    for (Slot slot : board.of(cluster)) {
      Lack lack = lack(slot, taken.getOrDefault(slot.id(), 0));
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
    if (!slot.host().isReachable()) {
      return Lack.AGENT;
    }
    if (verdict(slot) == Verdict.UNSUITED) {
      return Lack.ATTRIBUTE;
    }
    Lack constraint = lackOfConditions(slot, taken);
    if (constraint != null) {
      return constraint;
    }
    Resources asked = request.shape().asked();
    long tasks = taken + 1L;
    if (asked.cpuUnits() > 0 && slot.freeCpu() < tasks * asked.cpuUnits()) {
      return Lack.CPU;
    }
    if (asked.memoryMib() > 0 && slot.freeMemory() < tasks * asked.memoryMib()) {
      return Lack.MEMORY;
    }
    if ((asked.dynamicPorts() > 0 && slot.freePorts() < tasks * asked.dynamicPorts())
        || (taken > 0 && !request.shape().staticPorts().isEmpty())) {
      return Lack.PORTS;
    }
    Lack ports = lackOfPorts(slot);
    if (ports == null) {
      throw new IllegalStateException("a host with room got no task: host=" + slot.id());
    }
    return ports;
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
