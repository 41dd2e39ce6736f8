package io.berth.scheduler.store;

/**
 * The tables as one durable batch left them; never changes, and any thread may read it as long as
 * it likes.
 */
public interface Snapshot extends ReadTx {

  Version version();

  /** A copy to try things on, at the cost of a few objects a table. */
  Scratch scratch();
}
