package io.berth.scheduler.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds how often one address may try to enrol or renew: a bucket of tries for each, refilled over
 * time. The table is bounded too; when it is full, strangers share one bucket. Methods are
 * synchronized because calls come from many connections.
 */
public final class EnrolRate {
  /** What one caller can have of an IPv6 network for the asking. */
  private static final int NETWORK_BYTES = 8;

  private final Limits limits;
  private final Map<Address, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);
  private Bucket strangers;

  public EnrolRate(Limits limits, Instant now) {
    this.limits = limits;
    this.strangers = new Bucket(limits.burst(), now);
  }

  /** So many tries at once, one more per interval, for so many addresses. */
  public record Limits(int burst, Duration interval, int mostAddresses) {

    /** A host that joins needs three calls; a rack behind one address a few hundred. */
    public static Limits standard() {
      return new Limits(100, Duration.ofSeconds(1), 10_000);
    }

    public Limits {
      if (burst < 1 || mostAddresses < 1 || !interval.isPositive()) {
        throw new IllegalArgumentException("limits must be positive");
      }
    }
  }

  /** Takes one try of the address; zero when there was one, else how long to wait for the next. */
  public synchronized Duration take(InetAddress from, Instant now) {
    Address address = Address.of(from);
    Bucket known = buckets.get(address);
    if (known == null && isFull(now)) {
      Bucket filled = strangers.filled(limits, now);
      strangers = filled.taken();
      return filled.wait(limits, now);
    }
    Bucket filled = known == null ? new Bucket(limits.burst(), now) : known.filled(limits, now);
    buckets.put(address, filled.taken());
    return filled.wait(limits, now);
  }

  synchronized int size() {
    return buckets.size();
  }

  /** A bucket that is full again says as little as none: the eldest such make room. */
  private boolean isFull(Instant now) {
    if (buckets.size() < limits.mostAddresses()) {
      return false;
    }
    Iterator<Bucket> eldestFirst = buckets.values().iterator();
    if (eldestFirst.next().filled(limits, now).tries() == limits.burst()) {
      eldestFirst.remove();
      return false;
    }
    return true;
  }

  /** An IPv4 address, or the network of an IPv6 one. */
  private record Address(String text) {

    static Address of(InetAddress address) {
      byte[] bytes = address.getAddress();
      return new Address(
          Arrays.toString(
              address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }
  }

  /** How many tries there were at which time. */
  private record Bucket(int tries, Instant at) {

    /** A clock that was set back fills nothing, and a long time fills no more than all. */
    Bucket filled(Limits limits, Instant now) {
      if (!now.isAfter(at)) {
        return this;
      }
      long more = Duration.between(at, now).dividedBy(limits.interval());
      if (more >= limits.burst() - tries) {
        return new Bucket(limits.burst(), now);
      }
      return new Bucket(tries + (int) more, at.plus(limits.interval().multipliedBy(more)));
    }

    Bucket taken() {
      return tries == 0 ? this : new Bucket(tries - 1, at);
    }

    Duration wait(Limits limits, Instant now) {
      if (tries > 0) {
        return Duration.ZERO;
      }
      Duration wait = Duration.between(now, at.plus(limits.interval()));
      return wait.compareTo(limits.interval()) > 0 ? limits.interval() : wait;
    }
  }
}
