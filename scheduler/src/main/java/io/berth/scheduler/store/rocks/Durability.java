package io.berth.scheduler.store.rocks;

/** Whether a batch is on disk before it is acknowledged. */
public enum Durability {
  /** It is: the only choice for anything that somebody relies on. */
  SYNCED,
  /**
   * It is left to the operating system: exists so that the power-cut test can show that it would
   * notice.
   */
  LEFT_TO_THE_SYSTEM
}
