package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineVerb;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets things go wrong, one after the other and several at once, and mends each after a while. */
final class Faults {
  private static final List<Fault> PLANNED =
      List.of(
          Fault.SCHEDULER_KILLED,
          Fault.SCHEDULER_KILLED,
          Fault.SCHEDULER_POWER_CUT,
          Fault.SCHEDULER_POWER_CUT,
          Fault.SCHEDULER_DISK_FAILS,
          Fault.SCHEDULER_DISK_SLOW,
          Fault.AGENT_KILLED,
          Fault.AGENT_KILLED,
          Fault.AGENT_KILLED,
          Fault.AGENT_DISK_SLOW,
          Fault.JOURNAL_LOST,
          Fault.HOST_POWER_CUT,
          Fault.HOST_POWER_CUT,
          Fault.STREAM_CUT,
          Fault.STREAM_CUT,
          Fault.PARTITION,
          Fault.PARTITION,
          Fault.ONE_WAY_PARTITION,
          Fault.ONE_WAY_PARTITION,
          Fault.DELAY,
          Fault.ENGINE_AWAY,
          Fault.ENGINE_HANGS,
          Fault.ENGINE_RESTARTED,
          Fault.ENGINE_CALL_FAILS,
          Fault.ENGINE_ANSWER_LOST);

  private static final Set<Fault> DEATHS =
      Set.of(Fault.SCHEDULER_KILLED, Fault.SCHEDULER_POWER_CUT, Fault.SCHEDULER_DISK_FAILS);

  private static final List<EngineVerb> VERBS =
      List.of(
          EngineVerb.PULL,
          EngineVerb.CREATE,
          EngineVerb.START,
          EngineVerb.INSPECT,
          EngineVerb.STOP,
          EngineVerb.REMOVE,
          EngineVerb.LIST);

  /** A host that was not heard for so long must be known as silent. */
  private static final Duration NOTICED = Duration.ofSeconds(15);

  private final Surroundings world;
  private final Network network;
  private final SimScheduler scheduler;
  private final List<SimHost> hosts;

  /** In half of the runs the scheduler lives on: one that has just begun gives nobody up. */
  private final List<Fault> plan;

  private boolean ended;
  private long planned;
  private Duration slowUntil = Duration.ZERO;

  Faults(Surroundings world, Network network, SimScheduler scheduler, List<SimHost> hosts) {
    this.world = world;
    this.network = network;
    this.scheduler = scheduler;
    this.hosts = hosts;
    this.plan =
        world.random().nextBoolean()
            ? PLANNED
            : PLANNED.stream().filter(fault -> !DEATHS.contains(fault)).toList();
  }

  /** How many were planned by now, not counting what lies in the nature of containers and users. */
  long planned() {
    return planned;
  }

  void begin() {
    if (!ended) {
      strike(plan.get(world.random().nextInt(plan.size())));
      world.time().after(world.seconds(4, 20), this::begin);
    }
  }

  /** Containers end as containers do. */
  void beginContainers() {
    if (!ended) {
      world.time().after(world.seconds(1, 9), this::beginContainers);
      anyRunning(any());
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
    planned++;
    world.counts().hit(fault);
    world.story().tell("FAULT " + fault + " " + what);
  }

  private void mendAfter(Duration time, String what, Runnable mend) {
    world
        .time()
        .after(
            time,
            () -> {
              world.story().tell("MENDED " + what);
              mend.run();
            });
  }

  private void strike(Fault fault) {
    switch (fault) {
      case SCHEDULER_KILLED, SCHEDULER_POWER_CUT, SCHEDULER_DISK_FAILS, SCHEDULER_DISK_SLOW ->
          scheduler(fault);
      case AGENT_KILLED, JOURNAL_LOST, HOST_POWER_CUT, AGENT_DISK_SLOW -> agent(fault, any());
      case STREAM_CUT -> {
        List<Line<?, ?>> lines = scheduler.lines();
        if (!lines.isEmpty()) {
          Line<?, ?> line = lines.get(world.random().nextInt(lines.size()));
          hit(fault, line.name());
          if (world.random().nextBoolean()) {
            line.cut();
          } else {
            line.cutForPeer(world.millis(0, 4_000));
          }
        }
      }
      case PARTITION, ONE_WAY_PARTITION, DELAY ->
          network(fault, world.random().nextInt(8) == 0 ? Optional.empty() : Optional.of(any()));
      case ENGINE_AWAY, ENGINE_HANGS, ENGINE_RESTARTED, ENGINE_CALL_FAILS, ENGINE_ANSWER_LOST ->
          engine(fault, any());
      case REORDER,
          REQUEST_LOST,
          ANSWER_LOST,
          DUPLICATE,
          CONTAINER_EXITS,
          OUT_OF_MEMORY,
          REMOVED_BY_HAND,
          HOST_AWAY,
          HOST_UNHEARD,
          HOST_UNTOLD,
          HOST_DOWN,
          HOST_DISK_LOST,
          HOST_FLAPS,
          HOST_SUSPENDED,
          HOST_CLOCK_JUMPS,
          ZONE_CUT_OFF,
          MANY_CUT_OFF,
          SCHEDULER_PAUSED,
          SCHEDULER_CUT_OFF,
          SCHEDULER_CLOCK_JUMPS,
          PROXY_KILLED,
          PROXY_POWER_CUT,
          PROXY_CUT_OFF,
          PROXY_UNHEARD,
          PROXY_FAR,
          PROXY_DISK_FAILS,
          TARGETS_CUT_OFF,
          TARGET_SICK ->
          throw new IllegalStateException(fault + " comes by other ways");
    }
  }

  // ------------------------------------------------------------------ processes

  private void scheduler(Fault fault) {
    Optional<Life> life = scheduler.serving();
    if (life.isEmpty()) {
      return;
    }
    hit(fault, "");
    switch (fault) {
      case SCHEDULER_DISK_SLOW -> {
        int most = world.random().nextInt(20, 900);
        Duration time = world.seconds(5, 25);
        slowUntil = world.time().now().plus(time).plusSeconds(10);
        scheduler.disk().slow(most);
        mendAfter(time, "scheduler's disk", () -> scheduler.disk().slow(0));
      }
      case SCHEDULER_DISK_FAILS -> {
        scheduler.disk().failOnce();
        mendAfter(world.seconds(8, 12), "scheduler", this::restart);
      }
      case SCHEDULER_POWER_CUT -> dieSoon(life.get(), scheduler.disk()::cutPower);
      default -> dieSoon(life.get(), () -> {});
    }
  }

  /** At once, or at one of the next moments at which it matters. */
  private void dieSoon(Life life, Runnable loss) {
    Duration soon = Duration.ZERO;
    if (world.random().nextInt(3) > 0) {
      life.dieAfter(world.random().nextInt(9));
      soon = Duration.ofSeconds(2);
    }
    world
        .time()
        .after(
            soon,
            () -> {
              scheduler.kill();
              loss.run();
              mendAfter(world.millis(300, 14_000), "scheduler", this::restart);
            });
  }

  private void restart() {
    scheduler.start();
  }

  private void agent(Fault fault, SimHost host) {
    if (!host.isAlive()) {
      return;
    }
    hit(fault, host.name());
    if (fault == Fault.AGENT_DISK_SLOW) {
      host.slowDisk(world.random().nextInt(20, 900));
      mendAfter(world.seconds(3, 25), host.name() + " disk", () -> host.slowDisk(0));
      return;
    }
    Duration soon = Duration.ZERO;
    if (world.random().nextInt(3) > 0) {
      host.dieAfter(world.random().nextInt(16));
      soon = Duration.ofSeconds(2);
    }
    world.time().after(soon, () -> end(fault, host));
  }

  private void end(Fault fault, SimHost host) {
    String name = host.name();
    if (fault == Fault.HOST_POWER_CUT) {
      host.cutPower();
      mendAfter(world.seconds(5, 40), name + " has power", host::bootAgain);
      return;
    }
    host.kill();
    if (fault == Fault.JOURNAL_LOST) {
      host.loseJournal();
    }
    mendAfter(world.millis(200, 20_000), name, host::start);
  }

  // ------------------------------------------------------------------ network

  private void network(Fault fault, Optional<SimHost> host) {
    String name = host.map(SimHost::name).orElse(Front.USER);
    var up = new Network.Route(name, SimScheduler.NAME);
    boolean unheard = fault == Fault.PARTITION || world.random().nextBoolean();
    hit(fault, name + (unheard ? " is not heard" : ""));
    Duration time = world.seconds(2, 45);
    switch (fault) {
      case DELAY -> slow(up, time);
      case PARTITION -> {
        network.block(up.back());
        block(up, time, () -> network.unblock(up.back()));
        host.ifPresent(one -> world.time().after(time.minusMillis(1), () -> silence(one, time)));
      }
      default -> {
        block(unheard ? up : up.back(), time, () -> {});
        host.filter(_ -> unheard)
            .ifPresent(one -> world.time().after(time.minusMillis(1), () -> silence(one, time)));
      }
    }
  }

  private void block(Network.Route route, Duration time, Runnable mendToo) {
    network.block(route);
    mendAfter(
        time,
        route.from() + " is heard by " + route.to(),
        () -> {
          network.unblock(route);
          mendToo.run();
        });
  }

  private void slow(Network.Route up, Duration time) {
    int most = world.random().nextInt(50, 3_000);
    network.slow(up, most);
    network.slow(up.back(), most);
    mendAfter(
        time,
        up.from() + " is near",
        () -> {
          network.quicken(up);
          network.quicken(up.back());
        });
  }

  /** Nothing of the host has arrived for that time: users must be told so by now. */
  private void silence(SimHost host, Duration time) {
    boolean noticeable =
        time.compareTo(NOTICED) > 0
            && scheduler
                .serving()
                .filter(life -> life.age().compareTo(NOTICED) > 0)
                .filter(life -> life.freeFor().compareTo(NOTICED) > 0)
                .isPresent()
            && world.time().now().compareTo(slowUntil) > 0;
    if (noticeable) {
      boolean connected =
          scheduler.snapshot().find(Tables.HOSTS, host.id()).filter(Host::isConnected).isPresent();
      world
          .findings()
          .require(
              !connected, host.name() + " is cut off for " + time + " and counts as connected");
    }
  }

  // ------------------------------------------------------------------ engines

  private void engine(Fault fault, SimHost host) {
    hit(fault, host.name());
    Duration time = world.seconds(1, 30);
    switch (fault) {
      case ENGINE_AWAY -> {
        host.engine().engineGoesAway();
        host.hinder(time);
        mendAfter(time, host.name() + " engine", host.engine()::engineRecovers);
      }
      case ENGINE_HANGS -> {
        host.engine().engineHangs();
        host.hinder(time);
        mendAfter(time, host.name() + " engine", host.engine()::engineRecovers);
      }
      case ENGINE_RESTARTED -> host.engine().engineRestartsAndEndsContainers();
      default -> {
        EngineVerb verb = VERBS.get(world.random().nextInt(VERBS.size()));
        var kind =
            world.random().nextBoolean()
                ? EngineException.Kind.TIMED_OUT
                : EngineException.Kind.UNAVAILABLE;
        var failure = new EngineException(kind, true, "as was drawn");
        if (fault == Fault.ENGINE_CALL_FAILS) {
          host.engine().failNext(verb, failure);
        } else {
          host.engine().loseNextAnswer(verb, failure);
        }
      }
    }
    host.engineActed();
  }

  private void anyRunning(SimHost host) {
    List<ContainerDetails> running = host.witness().running();
    if (running.isEmpty()) {
      return;
    }
    ContainerDetails one = running.get(world.random().nextInt(running.size()));
    int what = world.random().nextInt(10);
    if (what < 7) {
      world.counts().hit(Fault.CONTAINER_EXITS);
      host.engine().exit(one.id(), world.random().nextInt(6));
    } else if (what == 7) {
      world.counts().hit(Fault.OUT_OF_MEMORY);
      host.engine().runOutOfMemory(one.id());
    } else if (host.knowsRun(one)) {
      world.counts().hit(Fault.REMOVED_BY_HAND);
      host.engine().removeByHand(one.id());
    }
    host.engineActed();
  }
}
