package io.berth.scheduler.placement;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import java.util.Map;
import java.util.Set;

/**
 * Hosts that are alike in what they are, whatever runs on them, under a number that is short to
 * look up. Most hosts of a cluster are of few kinds, and what a request wants of one holds for all
 * of its kind.
 */
final class Kind {
  private final Traits traits;
  private final int number;
  private int hosts;

  Kind(Traits traits, int number) {
    this.traits = traits;
    this.number = number;
  }

  /** What hosts of a kind have in common. */
  record Traits(Map<String, String> attributes, Set<String> features, String agentVersion) {

    static Traits of(Host host) {
      HostFacts facts = host.facts();
      return new Traits(host.attributes(), facts.features(), facts.software().agentVersion());
    }
  }

  Traits traits() {
    return traits;
  }

  int number() {
    return number;
  }

  void join() {
    hosts++;
  }

  /** Whether it was the last one. */
  boolean leave() {
    hosts--;
    return hosts == 0;
  }
}
