package io.berth.tests.bench;

import java.util.concurrent.atomic.AtomicInteger;

/** What all agents of a run have seen together. Any thread may call. */
final class ScaleCounts {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger began = new AtomicInteger();
  private final AtomicInteger toldEverything = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void began() {
    began.incrementAndGet();
  }

  void toldEverything() {
    toldEverything.incrementAndGet();
  }

  void refused() {
    refused.incrementAndGet();
  }

  /** Sessions that are open now. */
  int open() {
    return open.get();
  }

  /** Tasks that were ever begun. */
  int tasks() {
    return began.get();
  }

  /** Full syncs since they were last asked for. */
  int takeToldEverything() {
    return toldEverything.getAndSet(0);
  }

  /** Sessions that were sent away since they were last asked for. */
  int takeRefused() {
    return refused.getAndSet(0);
  }
}
