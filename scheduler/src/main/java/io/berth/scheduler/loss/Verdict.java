package io.berth.scheduler.loss;

import io.berth.scheduler.model.HostId;
import java.util.List;

/**
 * What is to be done about the silence in a cluster.
 *
 * @param lost hosts that are given up now
 * @param isCrowd whether more are silent than may be lost together
 */
public record Verdict(List<HostId> lost, Braking braking, boolean isCrowd) {
  public Verdict {
    lost = List.copyOf(lost);
  }

  /** What becomes of the brake. */
  public enum Braking {
    /** It holds, or does not, as before. */
    UNCHANGED,
    /** Too many are silent at once: it holds from now on. */
    BEGINS,
    /** Most are there again, and have been for a while. */
    ENDS_IN_CALM,
    /** It has held for as long as it may. */
    ENDS_IN_TIME
  }
}
