package io.berth.scheduler.control;

import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What must be acknowledged before the port of a target that is gone may be given to others: a
 * proxy with an older table would send the requests of this group to whoever listens there.
 *
 * @param without the first version of the state in which the target is in no table
 * @param since when it was known to be so
 */
public record PortQuarantine(Version without, Instant since) {

  /**
   * How much a proxy that may hold a table is known to know.
   *
   * @param served the newest version that it has acknowledged; empty: nobody can say
   * @param trustedUntil the end of its lease; of one that was never heard of since this scheduler
   *     began, of the lease that it would have been given then
   */
  public record ProxyStanding(PeerId proxy, Optional<Version> served, Instant trustedUntil) {}

  /** Whether the port may be given to others. */
  public sealed interface Verdict {

    /** It may. */
    record Released() implements Verdict {}

    /** It may not, because of these; at the latest it may then. */
    record Held(Set<PeerId> by, Instant until) implements Verdict {
      public Held {
        by = Set.copyOf(by);
      }
    }
  }

  /**
   * Judges it by what is known of the proxies now.
   *
   * @param proxies all that were ever let in and may hold a table, those without a session too
   * @param maxStale how long after its lease a proxy counts as one that still serves its table
   */
  public Verdict judge(Collection<ProxyStanding> proxies, Duration maxStale, Instant now) {
    Set<PeerId> by = new HashSet<>();
    Instant until = now;
    for (ProxyStanding proxy : proxies) {
      Instant end = latest(proxy.trustedUntil(), since).plus(maxStale);
      if (!hasForgotten(proxy) && now.isBefore(end)) {
        by.add(proxy.proxy());
        until = latest(until, end);
      }
    }
    return by.isEmpty() ? new Verdict.Released() : new Verdict.Held(by, until);
  }

  private boolean hasForgotten(ProxyStanding proxy) {
    return proxy.served().filter(served -> served.compareTo(without) >= 0).isPresent();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
