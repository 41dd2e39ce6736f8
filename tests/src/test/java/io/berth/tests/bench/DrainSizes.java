package io.berth.tests.bench;

import io.berth.tests.load.Traffic;
import java.util.Map;

/**
 * How much of everything the drain benchmark does, so that a test can run it small.
 *
 * @param users of each kind, at each of the two proxies
 */
record DrainSizes(int tasks, int stops, int updates, Map<Traffic, Integer> users) {

  static DrainSizes full() {
    return new DrainSizes(
        4,
        15,
        7,
        Map.of(
            Traffic.KEEP_ALIVE, 25,
            Traffic.NEW_CONNECTIONS, 5,
            Traffic.SLOW, 5,
            Traffic.UPLOADS, 3));
  }

  static DrainSizes quick() {
    return new DrainSizes(2, 1, 1, Map.of(Traffic.KEEP_ALIVE, 2, Traffic.SLOW, 1));
  }
}
