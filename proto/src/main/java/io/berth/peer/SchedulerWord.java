package io.berth.peer;

import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.SignedClock;
import io.berth.proto.common.TrustBundle;
import java.util.Optional;

/** What a scheduler says, as far as every kind of peer hears it. */
public sealed interface SchedulerWord {

  /**
   * The answer to the peer's hello.
   *
   * @param furtherObjection why this kind of peer cannot accept what it grants beyond the terms
   */
  record Hello(
      HelloTerms terms, SignedClock clock, TrustBundle bundle, Optional<String> furtherObjection)
      implements SchedulerWord {}

  /** The answer to a heartbeat. */
  record Lease(LeaseAnswer answer) implements SchedulerWord {}

  /** The end, by the scheduler's will. */
  record No(Refusal refusal) implements SchedulerWord {}

  /** To be answered by the next heartbeat, at once. */
  record Probe(long number) implements SchedulerWord {}

  /** From a newer scheduler; it is let pass. */
  record Unknown() implements SchedulerWord {}

  /** The matter of this kind of peer alone. */
  record Own() implements SchedulerWord {}
}
