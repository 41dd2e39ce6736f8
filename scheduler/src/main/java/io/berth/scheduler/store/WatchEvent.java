package io.berth.scheduler.store;

/** What a watcher hears. */
public sealed interface WatchEvent {

  /** A durable batch changed rows of the watched tables; each is told once and in order. */
  record Changed(Commit commit) implements WatchEvent {}

  /**
   * Nothing more comes: the watcher was too slow, or the watch was closed. It begins again with a
   * new snapshot.
   */
  record Ended(Reason reason) implements WatchEvent {}

  /** Why a watch ended. */
  enum Reason {
    TOO_SLOW,
    CLOSED
  }
}
