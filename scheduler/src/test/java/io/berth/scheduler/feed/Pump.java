package io.berth.scheduler.feed;

import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries messages between a scheduler and proxies that answer at once. */
final class Pump {
  private static final int MOST_ROUNDS = 10_000;

  private Pump() {}

  /** Until nothing is on its way any more; answers what each proxy was told. */
  static Map<FeedWorld.Line, List<FeedMessage>> all(
      FeedWorld world, Map<FeedWorld.Line, ModelProxy> proxies) {
    Map<FeedWorld.Line, List<FeedMessage>> told = new HashMap<>();
    boolean moved = true;
    for (int round = 0; moved; round++) {
      if (round == MOST_ROUNDS) {
        throw new AssertionError("it never becomes quiet");
      }
      moved = false;
      world.settle();
      for (var one : proxies.entrySet()) {
        moved |= step(world, one.getKey(), one.getValue(), told);
      }
    }
    return told;
  }

  private static boolean step(
      FeedWorld world,
      FeedWorld.Line line,
      ModelProxy proxy,
      Map<FeedWorld.Line, List<FeedMessage>> told) {
    FeedMessage heard = line.stream().toPeer.poll();
    if (heard != null) {
      told.computeIfAbsent(line, _ -> new ArrayList<>()).add(heard);
      proxy.receive(heard);
    }
    ProxyMessage said = line.stream().toScheduler.poll();
    if (said != null) {
      world.deliver(line, said);
    }
    return heard != null || said != null;
  }
}
