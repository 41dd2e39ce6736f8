package io.berth.proxy.feed;

import io.berth.base.Moment;
import java.time.Duration;

/**
 * How long ago this proxy was in touch with its scheduler, by the lease. Beyond it the table may
 * name addresses that belong to others by now. Outlives feeds; may be used by any thread.
 */
public final class Contact {
  private Duration leaseUntil;
  private Duration maxStale;

  /** At the start nobody knows how long it was; the usual time is granted. */
  public Contact(Moment start, Duration maxStale) {
    this.leaseUntil = start.sinceBoot();
    this.maxStale = maxStale;
  }

  synchronized void terms(Duration newMaxStale) {
    maxStale = newMaxStale;
  }

  /** From the newest grant; it may also be shorter than the one before. */
  synchronized void granted(Duration until) {
    leaseUntil = until;
  }

  /** Draining waits for this proxy's word. */
  public synchronized boolean holdsLease(Moment now) {
    return now.isBefore(leaseUntil);
  }

  /** Ports of targets that it still routes to may have been given to others. */
  public synchronized boolean isStale(Moment now) {
    return !now.isBefore(leaseUntil.plus(maxStale));
  }
}
