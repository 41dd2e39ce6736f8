package io.berth.scheduler.loss;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.LossRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The hosts of a cluster, as far as silence matters. Every time in it is one of the scheduler's own
 * progress: while the scheduler stood still, none of them passed.
 *
 * @param running since the scheduler has begun to listen
 * @param brake how long it has held, if it does
 */
public record Census(
    LossRules rules, List<Member> members, Duration running, Optional<Brake> brake) {
  public Census {
    members = List.copyOf(members);
  }

  /**
   * One host.
   *
   * @param zone empty: it is in none
   */
  public record Member(HostId host, String zone, Hearing hearing) {}

  /** What is heard of a host. */
  public sealed interface Hearing {

    /** Its heartbeats come. */
    record Heard() implements Hearing {}

    /** They have not come for so long. */
    record Silent(Duration quiet) implements Hearing {}

    /** It was given up, after having been silent for some time; by now it is so long. */
    record Lost(Duration quiet) implements Hearing {}
  }

  /**
   * The brake that holds.
   *
   * @param held since when
   * @param calm for how long no more hosts have been silent than may be lost together
   */
  public record Brake(Duration held, Duration calm) {}
}
