package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Services on hosts whose heartbeats can be cut off. What leases would tell is told by hand: every
 * half a second passes, and after three missed heartbeats a host is silent.
 */
final class LossWorld {
  static final Duration TURN = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofMillis(6_500);
  private static final HostLosses.Terms TERMS =
      new HostLosses.Terms(Duration.ofSeconds(15), (_, _) -> Duration.ofSeconds(30));

  final ServiceWorld services = new ServiceWorld();
  final ControlWorld control = services.control;
  private final Map<HostId, Duration> quiet = new HashMap<>();
  private HostLosses losses = control.hosts.losses(control.store, TERMS);
  private Duration running = Duration.ZERO;

  /** So many hosts that are equal and big enough. */
  static LossWorld of(int hosts) {
    LossWorld world = new LossWorld();
    for (int number = 1; number <= hosts; number++) {
      Host _ = world.control.join(number, new Resources(4_096, 4_096, 100, 0));
    }
    world.pass(Duration.ofSeconds(61));
    return world;
  }

  HostId host(int number) {
    return new ArrayList<>(hosts()).get(number - 1).id();
  }

  List<Host> hosts() {
    List<Host> hosts = new ArrayList<>();
    services.state().rows(Tables.HOSTS).forEach(hosts::add);
    return hosts;
  }

  /** From now on nothing of these is heard. */
  void cut(int... numbers) {
    for (int number : numbers) {
      quiet.put(host(number), Duration.ZERO);
    }
  }

  /** They are heard again, within their sessions. */
  void mend(int... numbers) {
    for (int number : numbers) {
      HostId id = host(number);
      quiet.remove(id);
      control.hosts.heard(id, control.host(id).contact().session());
    }
  }

  /** Another scheduler over the same state. */
  void restart() {
    losses = control.hosts.losses(control.store, TERMS);
    running = Duration.ZERO;
    quiet.replaceAll((_, _) -> Duration.ZERO);
    services.restart();
  }

  void pass(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(TURN)) {
      control.pass(TURN);
      running = running.plus(TURN);
      quiet.replaceAll((_, since) -> since.plus(TURN));
      Map<HostId, Duration> silent = new HashMap<>(quiet);
      silent.values().removeIf(since -> since.compareTo(SILENCE) < 0);
      silent.keySet().forEach(id -> control.hosts.silent(id, control.host(id).contact().session()));
      losses.turn(silent, running);
      services.turn();
      services.agentsDo();
    }
  }

  /** The scheduler stands still, and only the clocks on walls go on. */
  void pause(Duration time) {
    control.pass(time);
  }
}
