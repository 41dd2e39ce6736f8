package io.berth.scheduler.placement;

import io.berth.scheduler.placement.Unplaced.Lack;
import java.util.Map;

/**
 * What a decision had to choose from.
 *
 * @param hosts how many there were to ask
 * @param fitting how many of them had room for a task when it began
 * @param lacking what each lacked when no host was left, for how many; empty if all were placed
 */
public record Looked(int hosts, int fitting, Map<Lack, Integer> lacking) {
  public Looked {
    lacking = Map.copyOf(lacking);
  }
}
