package io.berth.tests.sim;

import io.berth.proxy.feed.DrainSource;
import io.berth.proxy.route.TargetKey;
import java.util.HashMap;
import java.util.Map;

/** A planted bug: whatever drains has nothing in flight. */
record ForgetfulDrains(DrainSource real) implements DrainSource {
  @Override
  public Map<TargetKey, Integer> leaving() {
    Map<TargetKey, Integer> counts = new HashMap<>(real.leaving());
    counts.replaceAll((_, _) -> 0);
    return counts;
  }

  @Override
  public boolean takeNews() {
    return real.takeNews();
  }
}
