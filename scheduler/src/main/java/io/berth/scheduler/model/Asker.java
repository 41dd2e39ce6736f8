package io.berth.scheduler.model;

/** Who wanted something. */
public sealed interface Asker {

  /** Whoever signs with this key. */
  record Key(AccessKeyId id) implements Asker {}

  /** The scheduler itself. */
  record Itself() implements Asker {}

  /** Whoever it was, it was not written down. */
  record Unknown() implements Asker {}
}
