package io.berth.scheduler.explain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A reason that several hosts have.
 *
 * @param reason without the figures of one host
 * @param hosts how many have it
 * @param alone how many of them have no other
 * @param leastFree the least that is free on one of them of what is asked for
 * @param mostFree the most
 */
public record ReasonGroup(
    Reason reason, int hosts, int alone, OptionalLong leastFree, OptionalLong mostFree) {
  private static final Comparator<ReasonGroup> ORDER =
      Comparator.comparingInt(ReasonGroup::hosts)
          .reversed()
          .thenComparing(ReasonGroup::reason, Reason.IN_ORDER)
          .thenComparing(group -> group.reason().toString());

  /** The reasons of all hosts, the most frequent first; a host counts for each that it has. */
  static List<ReasonGroup> of(Collection<Finding> findings) {
    Map<Reason, ReasonGroup> groups = new HashMap<>();
    for (Finding finding : findings) {
      int alone = finding.reasons().size() == 1 ? 1 : 0;
      for (Reason reason : finding.reasons()) {
        OptionalLong free = reason.free();
        groups.merge(
            reason.alike(),
            new ReasonGroup(reason.alike(), 1, alone, free, free),
            ReasonGroup::plus);
      }
    }
    List<ReasonGroup> inOrder = new ArrayList<>(groups.values());
    inOrder.sort(ORDER);
    return inOrder;
  }

  private ReasonGroup plus(ReasonGroup other) {
    return new ReasonGroup(
        reason,
        hosts + other.hosts,
        alone + other.alone,
        leastFree.isEmpty()
            ? leastFree
            : OptionalLong.of(Math.min(leastFree.getAsLong(), other.leastFree.orElseThrow())),
        mostFree.isEmpty()
            ? mostFree
            : OptionalLong.of(Math.max(mostFree.getAsLong(), other.mostFree.orElseThrow())));
  }
}
