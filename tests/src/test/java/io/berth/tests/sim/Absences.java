package io.berth.tests.sim;

import io.berth.scheduler.model.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets hosts be away for longer than their leases, alone and many together, and the scheduler stand
 * still or be cut off from all of them; clocks jump meanwhile.
 */
final class Absences {
  private static final List<Fault> PLANNED =
      List.of(
          Fault.HOST_AWAY,
          Fault.HOST_AWAY,
          Fault.HOST_AWAY,
          Fault.HOST_UNHEARD,
          Fault.HOST_UNTOLD,
          Fault.HOST_DOWN,
          Fault.HOST_DISK_LOST,
          Fault.HOST_FLAPS,
          Fault.HOST_SUSPENDED,
          Fault.HOST_CLOCK_JUMPS,
          Fault.ZONE_CUT_OFF,
          Fault.MANY_CUT_OFF,
          Fault.MANY_CUT_OFF,
          Fault.SCHEDULER_PAUSED,
          Fault.SCHEDULER_CUT_OFF,
          Fault.SCHEDULER_CLOCK_JUMPS);

  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LINK_DOWN = Duration.ofSeconds(30);

  /** So long after the scheduler is back its own absence may still not count for the hosts'. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  private final Surroundings world;
  private final Network network;
  private final SimScheduler scheduler;
  private final List<SimHost> hosts;
  private final LossWitness losses;
  private boolean ended;

  Absences(
      Surroundings world,
      Network network,
      SimScheduler scheduler,
      List<SimHost> hosts,
      LossWitness losses) {
    this.world = world;
    this.network = network;
    this.scheduler = scheduler;
    this.hosts = hosts;
    this.losses = losses;
  }

  void begin() {
    if (!ended) {
      strike(PLANNED.get(world.random().nextInt(PLANNED.size())));
      world.time().after(world.seconds(15, 45), this::begin);
    }
  }

  /** Nothing new goes wrong; what is broken is mended at its time. */
  void end() {
    ended = true;
  }

  private SimHost any() {
    return hosts.get(world.random().nextInt(hosts.size()));
  }

  private void hit(Fault fault, String what) {
    world.counts().hit(fault);
    world.story().tell("FAULT " + fault + " " + what);
  }

  /** At its time, and in any case before all must be mended. */
  private void mendAfter(Duration time, String what, Runnable mend) {
    Duration longest = Simulation.FAULTS_END.plusSeconds(30).minus(world.time().now());
    world
        .time()
        .after(
            time.compareTo(longest) < 0 ? time : longest,
            () -> {
              world.story().tell("MENDED " + what);
              mend.run();
            });
  }

  private void strike(Fault fault) {
    switch (fault) {
      case HOST_AWAY, HOST_UNHEARD, HOST_UNTOLD -> away(fault, any());
      case HOST_DOWN, HOST_DISK_LOST -> down(fault, any());
      case HOST_FLAPS -> {
        SimHost host = any();
        hit(fault, host.name());
        flap(host, 2 + world.random().nextInt(3));
      }
      case HOST_SUSPENDED -> {
        SimHost host = any();
        if (host.isAlive()) {
          hit(fault, host.name());
          host.suspend(world.seconds(8, 100));
        }
      }
      case HOST_CLOCK_JUMPS -> jump(any());
      case ZONE_CUT_OFF -> {
        String zone = any().zone();
        List<SimHost> all = hosts.stream().filter(host -> host.zone().equals(zone)).toList();
        hit(fault, zone);
        cut(ways(all, true, true), world.seconds(12, 90), "zone " + zone);
      }
      case MANY_CUT_OFF -> {
        List<SimHost> some = new ArrayList<>(hosts);
        Collections.shuffle(some, Random.from(world.random()));
        int count = hosts.size() / 2 + 1 + world.random().nextInt(hosts.size() / 2);
        some = some.subList(0, Math.min(count, hosts.size()));
        hit(fault, count + " hosts");
        cut(ways(some, true, true), world.seconds(15, 100), count + " hosts");
      }
      case SCHEDULER_PAUSED, SCHEDULER_CUT_OFF -> noScheduler(fault);
      default -> {
        hit(Fault.SCHEDULER_CLOCK_JUMPS, "");
        world.time().jumpSchedulers(world.seconds(0, 60).minusSeconds(30));
      }
    }
  }

  // ------------------------------------------------------------------ one host

  private void away(Fault fault, SimHost host) {
    hit(fault, host.name());
    boolean isLong = world.random().nextInt(5) == 0;
    // Now and then for most of a run.
    Duration time = isLong ? world.seconds(240, 420) : world.seconds(20, 140);
    boolean unheard = fault != Fault.HOST_UNTOLD;
    boolean untold = fault != Fault.HOST_UNHEARD;
    cut(ways(List.of(host), unheard, untold), time, host.name());
    if (world.random().nextInt(3) == 0) {
      world.time().after(world.seconds(0, 10), () -> jump(host));
    }
  }

  private void down(Fault fault, SimHost host) {
    if (!host.isAlive()) {
      return;
    }
    hit(fault, host.name());
    host.cutPower();
    if (fault == Fault.HOST_DISK_LOST) {
      host.loseDisk();
    }
    mendAfter(world.seconds(10, 180), host.name() + " has power", host::bootAgain);
  }

  private void flap(SimHost host, int times) {
    if (times > 0 && !ended) {
      cut(ways(List.of(host), true, true), world.seconds(8, 11), host.name());
      world.time().after(world.seconds(15, 20), () -> flap(host, times - 1));
    }
  }

  private void jump(SimHost host) {
    Duration far = world.seconds(40, 300);
    boolean isBack = world.random().nextBoolean();
    hit(Fault.HOST_CLOCK_JUMPS, host.name() + (isBack ? " back " : " ahead ") + far);
    Duration jumped = isBack ? far.negated() : far;
    host.jump(jumped);
    // Somebody sets it right again, which is a jump as well.
    mendAfter(world.seconds(60, 200), host.name() + " clock", () -> host.jump(jumped.negated()));
  }

  // ------------------------------------------------------------------ many

  private static List<Network.Route> ways(List<SimHost> some, boolean unheard, boolean untold) {
    return ways(some.stream().map(SimHost::name).toList(), new Directions(unheard, untold));
  }

  private record Directions(boolean toScheduler, boolean back) {}

  private static List<Network.Route> ways(List<String> names, Directions directions) {
    List<Network.Route> ways = new ArrayList<>();
    for (String name : names) {
      var up = new Network.Route(name, SimScheduler.NAME);
      if (directions.toScheduler()) {
        ways.add(up);
      }
      if (directions.back()) {
        ways.add(up.back());
      }
    }
    return ways;
  }

  private void cut(List<Network.Route> ways, Duration time, String what) {
    ways.forEach(network::block);
    mendAfter(time, what + " reached again", () -> ways.forEach(network::unblock));
  }

  /** Everybody is as before, only the scheduler hears nobody for a while. */
  private void noScheduler(Fault fault) {
    if (scheduler.serving().isEmpty()) {
      return;
    }
    hit(fault, "");
    Duration time = fault == Fault.SCHEDULER_PAUSED ? PAUSE : LINK_DOWN;
    losses.keeps(wellOnes(), world.time().now().plus(time).plus(AFTERWARDS));
    if (fault == Fault.SCHEDULER_PAUSED) {
      scheduler.pause(time);
    }
    List<String> names = new ArrayList<>(hosts.stream().map(SimHost::name).toList());
    names.addAll(List.of("proxy-1", "proxy-2", Front.USER));
    cut(ways(names, new Directions(true, true)), time, "scheduler");
  }

  /** Of whom nothing else but this can tell that they were gone. */
  private Set<HostId> wellOnes() {
    Map<String, HostId> open = new TreeMap<>();
    for (SimHost host : hosts) {
      var up = new Network.Route(host.name(), SimScheduler.NAME);
      boolean isOpen = scheduler.lines().stream().anyMatch(line -> line.name().equals(host.name()));
      if (isOpen && !network.isSlow(up) && losses.isWellForLong(host)) {
        open.put(host.name(), host.id());
      }
    }
    return new HashSet<>(open.values());
  }
}
