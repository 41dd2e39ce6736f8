package io.berth.tests.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the clients of one round saw: how long each request took, and the round as a whole. */
final class Latencies {
  private final long[] sortedNanos;
  private final long elapsedNanos;
  private final long cpuNanos;

  private Latencies(long[] sortedNanos, long elapsedNanos, long cpuNanos) {
    this.sortedNanos = sortedNanos;
    this.elapsedNanos = elapsedNanos;
    this.cpuNanos = cpuNanos;
  }

  static Latencies of(List<Client> clients, long elapsedNanos) {
    long[] all =
        clients.stream().flatMapToLong(client -> Arrays.stream(client.taken())).sorted().toArray();
    return new Latencies(all, elapsedNanos, 0);
  }

  /** The same, with what the server used of its cores meanwhile. */
  Latencies costing(Duration cpu) {
    return new Latencies(sortedNanos, elapsedNanos, cpu.toNanos());
  }

  double cpuMicrosPerRequest() {
    return cpuNanos / 1e3 / sortedNanos.length;
  }

  double perSecond() {
    return sortedNanos.length / (elapsedNanos / 1e9);
  }

  double micros(double quantile) {
    int at = (int) Math.min(sortedNanos.length - 1L, (long) (sortedNanos.length * quantile));
    return sortedNanos[at] / 1e3;
  }

  /** The requests of one client, which are one after the other. */
  static final class Client {
    private long[] nanos = new long[1_024];
    private int count;

    void took(long duration) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count] = duration;
      count++;
    }

    long[] taken() {
      return Arrays.copyOf(nanos, count);
    }
  }
}
