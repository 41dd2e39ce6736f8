package io.berth.tests.e2e;

import io.berth.scheduler.store.ReadTx;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The newest transaction of each caller that must never be lost any more. */
record Promises(Map<Caller, Integer> newest) {
  Promises {
    newest = Map.copyOf(newest);
  }

  /** So many callers, and nothing acknowledged yet. */
  static Promises none(int callers) {
    Map<Caller, Integer> newest = new TreeMap<>();
    IntStream.range(0, callers).forEach(number -> newest.put(new Caller(number), 0));
    return new Promises(newest);
  }

  Set<Caller> callers() {
    return newest.keySet();
  }

  int of(Caller caller) {
    return newest.getOrDefault(caller, 0);
  }

  /** After these acknowledgements. */
  Promises and(Map<Caller, Integer> acknowledged) {
    Map<Caller, Integer> both = new TreeMap<>(newest);
    acknowledged.forEach((caller, sequence) -> both.merge(caller, sequence, Math::max));
    return new Promises(both);
  }

  /** What was seen after a restart is durable, acknowledged or not. */
  Promises asSeen(ReadTx tx) {
    Map<Caller, Integer> seen = new TreeMap<>();
    callers().forEach(caller -> seen.put(caller, caller.newest(tx)));
    return and(seen);
  }
}
