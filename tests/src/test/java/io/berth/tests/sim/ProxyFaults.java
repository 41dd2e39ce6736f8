package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import java.time.Duration;
import java.util.List;

/** Lets things go wrong around the proxies, and mends each after a while. */
final class ProxyFaults {
  private static final List<Fault> PLANNED =
      List.of(
          Fault.PROXY_KILLED,
          Fault.PROXY_KILLED,
          Fault.PROXY_POWER_CUT,
          Fault.PROXY_CUT_OFF,
          Fault.PROXY_CUT_OFF,
          Fault.PROXY_UNHEARD,
          Fault.PROXY_FAR,
          Fault.PROXY_DISK_FAILS,
          Fault.TARGETS_CUT_OFF,
          Fault.TARGETS_CUT_OFF,
          Fault.TARGET_SICK,
          Fault.TARGET_SICK);

  private final Surroundings world;
  private final Network network;
  private final List<SimProxy> proxies;
  private final List<SimHost> hosts;
  private boolean ended;
  private long planned;

  ProxyFaults(Surroundings world, Network network, List<SimProxy> proxies, List<SimHost> hosts) {
    this.world = world;
    this.network = network;
    this.proxies = proxies;
    this.hosts = hosts;
  }

  long planned() {
    return planned;
  }

  void begin() {
    if (!ended) {
      SimProxy proxy = proxies.get(world.random().nextInt(proxies.size()));
      strike(PLANNED.get(world.random().nextInt(PLANNED.size())), proxy);
      world.time().after(world.seconds(8, 35), this::begin);
    }
  }

  /** Nothing new goes wrong; what is broken is mended at its time. */
  void end() {
    ended = true;
  }

  private void hit(Fault fault, String what) {
    planned++;
    world.counts().hit(fault);
    world.story().tell("FAULT " + fault + " " + what);
  }

  private void mendAfter(Duration time, String what, Runnable mend) {
    Duration longest = Simulation.FAULTS_END.plusSeconds(40).minus(world.time().now());
    world
        .time()
        .after(
            time.compareTo(longest) < 0 ? time : longest,
            () -> {
              world.story().tell("MENDED " + what);
              mend.run();
            });
  }

  private void strike(Fault fault, SimProxy proxy) {
    switch (fault) {
      case PROXY_KILLED, PROXY_POWER_CUT -> process(fault, proxy);
      case PROXY_CUT_OFF, PROXY_UNHEARD, PROXY_FAR -> feed(fault, proxy);
      case TARGETS_CUT_OFF -> targets(proxy, hosts.get(world.random().nextInt(hosts.size())));
      case PROXY_DISK_FAILS -> {
        hit(fault, proxy.name());
        proxy.failDisk(true);
        mendAfter(world.seconds(3, 25), proxy.name() + " disk", () -> proxy.failDisk(false));
      }
      default -> sicken(hosts.get(world.random().nextInt(hosts.size())));
    }
  }

  private void process(Fault fault, SimProxy proxy) {
    if (!proxy.isAlive()) {
      return;
    }
    hit(fault, proxy.name());
    Duration soon = Duration.ZERO;
    if (world.random().nextInt(3) > 0) {
      proxy.dieAfter(world.random().nextInt(4));
      soon = Duration.ofSeconds(2);
    }
    world
        .time()
        .after(
            soon,
            () -> {
              if (fault == Fault.PROXY_POWER_CUT) {
                proxy.cutPower();
              } else {
                proxy.kill();
              }
              mendAfter(world.millis(200, 30_000), proxy.name(), proxy::start);
            });
  }

  /** Nothing is told to it, or heard of it, or all of it comes late; its traffic goes on. */
  private void feed(Fault fault, SimProxy proxy) {
    var up = new Network.Route(proxy.name(), SimScheduler.NAME);
    hit(fault, proxy.name());
    if (fault == Fault.PROXY_FAR) {
      int most = world.random().nextInt(50, 3_000);
      network.slow(up, most);
      network.slow(up.back(), most);
      mendAfter(
          world.seconds(5, 40),
          proxy.name() + " is near",
          () -> {
            network.quicken(up);
            network.quicken(up.back());
          });
      return;
    }
    boolean both = fault == Fault.PROXY_CUT_OFF;
    Network.Route way = both || world.random().nextBoolean() ? up : up.back();
    network.block(way);
    if (both) {
      network.block(way.back());
    }
    mendAfter(
        world.random().nextInt(4) == 0 ? world.seconds(60, 170) : world.seconds(3, 50),
        way.from() + " is heard by " + way.to(),
        () -> {
          network.unblock(way);
          if (both) {
            network.unblock(way.back());
          }
        });
  }

  private void targets(SimProxy proxy, SimHost host) {
    var way = new Network.Route(proxy.name(), host.name());
    hit(Fault.TARGETS_CUT_OFF, proxy.name() + " from " + host.name());
    network.block(way);
    network.block(way.back());
    mendAfter(
        world.seconds(4, 40),
        proxy.name() + " reaches " + host.name(),
        () -> {
          network.unblock(way);
          network.unblock(way.back());
        });
  }

  private void sicken(SimHost host) {
    List<ContainerDetails> web =
        host.witness().running().stream()
            .filter(one -> EngineWitness.place(one).container().equals(Programs.WEB))
            .toList();
    if (!web.isEmpty()) {
      hit(Fault.TARGET_SICK, host.name());
      host.sicken(web.get(world.random().nextInt(web.size())).id());
      mendAfter(world.seconds(6, 60), host.name() + " is well", host::heal);
    }
  }
}
