package io.berth.scheduler.aws;

/** Hears of each member that a reader skips. */
@FunctionalInterface
interface UnknownMember {
  void skipped(String shape, String member);
}
