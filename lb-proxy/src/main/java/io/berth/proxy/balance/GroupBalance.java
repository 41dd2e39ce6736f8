package io.berth.proxy.balance;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Goes round the targets of one group. Where all weights are equal each pick is the next one;
 * otherwise the picks of each are spread as evenly as its weight allows.
 */
final class GroupBalance {
  private final TargetLoad[] eligible;
  private final int[] credit;
  private final int totalWeight;
  private final boolean equalWeights;
  private int next;

  /**
   * Those that are healthy, or all when none is: a group that looks dead may be alive for its
   * clients. What drains or is fenced never counts.
   *
   * @param random where to begin, or all loops of all proxies would press upon the first target
   */
  GroupBalance(List<TargetLoad> loads, RandomGenerator random) {
    List<TargetLoad> open = loads.stream().filter(TargetLoad::takesRequests).toList();
    List<TargetLoad> healthy = open.stream().filter(TargetLoad::isHealthy).toList();
    this.eligible = (healthy.isEmpty() ? open : healthy).toArray(TargetLoad[]::new);
    this.credit = new int[eligible.length];
    int total = 0;
    boolean equal = true;
    for (TargetLoad load : eligible) {
      total += load.target().weight();
      equal &= load.target().weight() == eligible[0].target().weight();
    }
    this.totalWeight = total;
    this.equalWeights = equal;
    this.next = eligible.length == 0 ? 0 : random.nextInt(eligible.length);
  }

  /** One that was not tried before, if there is one. */
  Optional<TargetLoad> pick(Collection<TargetLoad> tried) {
    for (int i = 0; i < eligible.length; i++) {
      TargetLoad candidate = equalWeights ? inTurn() : byWeight();
      if (tried.isEmpty() || !tried.contains(candidate)) {
        return candidate.picked();
      }
    }
    return rest(tried);
  }

  private TargetLoad inTurn() {
    TargetLoad picked = eligible[next];
    next++;
    if (next == eligible.length) {
      next = 0;
    }
    return picked;
  }

  /** Each gains its weight, the richest is picked and pays the weights of all. */
  private TargetLoad byWeight() {
    int richest = 0;
    for (int i = 0; i < eligible.length; i++) {
      credit[i] += eligible[i].target().weight();
      if (credit[i] > credit[richest]) {
        richest = i;
      }
    }
    credit[richest] -= totalWeight;
    return eligible[richest];
  }

  /** A light one may not have had its turn in one round. */
  private Optional<TargetLoad> rest(Collection<TargetLoad> tried) {
    for (TargetLoad candidate : eligible) {
      if (!tried.contains(candidate)) {
        return candidate.picked();
      }
    }
    return Optional.empty();
  }
}
