package io.berth.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds in which loads take turns. The order is turned around with each round, so that a drift of
 * the machine hits all of them alike.
 */
record Turns(int rounds, Duration round, Duration warmUp) {

  /** For each load, in the order given, what it saw in each round. */
  List<List<Latencies>> take(int clients, List<? extends WriteLoad> loads) throws Exception {
    List<List<Latencies>> seen = new ArrayList<>();
    for (WriteLoad load : loads) {
      load.run(clients, warmUp);
      load.settle();
      seen.add(new ArrayList<>());
    }
    for (int number = 0; number < rounds; number++) {
      for (int place = 0; place < loads.size(); place++) {
        int at = number % 2 == 0 ? place : loads.size() - 1 - place;
        seen.get(at).add(measured(loads.get(at), clients));
        loads.get(at).settle();
      }
    }
    return seen;
  }

  private Latencies measured(WriteLoad load, int clients) throws Exception {
    Duration before = load.serverCpu();
    Latencies latencies = load.run(clients, round);
    return latencies.costing(load.serverCpu().minus(before));
  }
}
