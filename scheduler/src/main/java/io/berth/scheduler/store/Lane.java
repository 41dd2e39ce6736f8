package io.berth.scheduler.store;

/** The three queues before the writer, served in turn so that none starves another. */
public enum Lane {
  /** What agents and proxies saw. A full lane makes their sessions wait. */
  REPORTS,
  /** What users ask. A full lane refuses, so that clients back off. */
  API,
  /** The turns of our own loops. A full lane makes them wait. */
  LOOPS
}
