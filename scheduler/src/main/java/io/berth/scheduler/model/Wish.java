package io.berth.scheduler.model;

import java.time.Instant;

/** The scheduler's half of a task: what shall be with it. Only moves forward, and only once. */
public sealed interface Wish {

  /** It shall run. */
  record Run() implements Wish {}

  /** It shall end once nobody sends it requests any more; until then it runs. */
  record Drain(StopCause cause, Instant at) implements Wish {}

  /** It shall end now. */
  record Stop(StopCause cause, Instant at) implements Wish {}

  /**
   * Nobody looks after it any more, because its host was taken out of the cluster: it counts as
   * ended, whatever goes on over there.
   */
  record Abandoned(StopCause cause, Instant at) implements Wish {}
}
