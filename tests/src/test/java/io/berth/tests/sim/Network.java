package io.berth.tests.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What lies between the processes: how long a message takes, and from whom to whom nothing passes.
 * Streams are TCP's: nothing of them is lost as long as they last, it only waits.
 */
final class Network {
  private static final int QUICKEST_MICROS = 150;
  private static final int SLOWEST_MICROS = 2_500;

  private final Surroundings world;
  private final Map<Route, Integer> blocked = new HashMap<>();
  private final Map<Route, Integer> slow = new HashMap<>();
  private final Set<Pipe<?>> pipes = new HashSet<>();

  /** One direction between two. */
  record Route(String from, String to) {
    Route back() {
      return new Route(to, from);
    }
  }

  Network(Surroundings world) {
    this.world = world;
  }

  boolean passes(Route route) {
    return !blocked.containsKey(route);
  }

  Duration latency(Route route) {
    Duration usual = world.micros(QUICKEST_MICROS, SLOWEST_MICROS);
    return slow.containsKey(route) ? usual.plus(world.millis(0, slow.get(route))) : usual;
  }

  /** Blocks may lie upon each other; each is taken back by itself. */
  void block(Route route) {
    blocked.merge(route, 1, Integer::sum);
  }

  void unblock(Route route) {
    blocked.computeIfPresent(route, (_, count) -> count == 1 ? null : count - 1);
    pumpAll();
  }

  void slow(Route route, int mostMillis) {
    slow.put(route, mostMillis);
  }

  void quicken(Route route) {
    slow.remove(route);
  }

  boolean isSlow(Route route) {
    return slow.containsKey(route);
  }

  void add(Pipe<?> pipe) {
    pipes.add(pipe);
  }

  void remove(Pipe<?> pipe) {
    pipes.remove(pipe);
  }

  private void pumpAll() {
    List<Pipe<?>> all = new ArrayList<>(pipes);
    all.sort((one, other) -> Long.compare(one.number(), other.number()));
    // Which of two streams is repeated first, nobody knows.
    Collections.shuffle(all, Random.from(world.random()));
    all.forEach(Pipe::pump);
  }
}
