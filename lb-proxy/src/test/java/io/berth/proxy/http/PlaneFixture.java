package io.berth.proxy.http;

import static io.berth.proxy.route.Tables.balancer;
import static io.berth.proxy.route.Tables.forward;
import static io.berth.proxy.route.Tables.hash;
import static io.berth.proxy.route.Tables.listener;
import static io.berth.proxy.route.Tables.target;

import io.berth.proxy.route.Balancer;
import io.berth.proxy.route.BalancerId;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.Target;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.upstream.UpstreamLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A plane of two loops at a free port, with one group whose targets a test names. */
final class PlaneFixture implements AutoCloseable {
  static final HttpLimits LIMITS =
      new HttpLimits(
          64,
          16 << 10,
          64 << 10,
          3,
          1 << 20,
          Duration.ofMillis(500),
          new UpstreamLimits(Duration.ofSeconds(4), 16, 32 << 10));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final int port = freePort();
  final Semaphore idleNews = new Semaphore(0);
  final HttpPlane plane;
  private final Duration idleTimeout;

  PlaneFixture() {
    this(Duration.ofSeconds(60), 2);
  }

  PlaneFixture(Duration idleTimeout, int loops) {
    this.idleTimeout = idleTimeout;
    this.plane =
        new HttpPlane(
            new HttpPlane.Parts(
                List.of(InetAddress.getLoopbackAddress()),
                loops,
                LIMITS,
                InstantSource.fixed(java.time.Instant.ofEpochSecond(0x5f000000)),
                new SplittableRandom(1),
                idleNews::release));
    plane.start();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  PlaneFixture serving(TestTarget... targets) {
    Target[] named = new Target[targets.length];
    for (int i = 0; i < targets.length; i++) {
      named[i] = target("t" + i, targets[i].port());
    }
    return serving(named);
  }

  PlaneFixture serving(Target... targets) {
    plane.serve(table(targets), _ -> true);
    return this;
  }

  RoutingTable table(Target... targets) {
    Balancer usual = balancer("web", 1);
    Balancer hurried =
        new Balancer(
            new BalancerId("web"),
            hash("web" + idleTimeout),
            usual.dnsName(),
            1,
            idleTimeout,
            usual.clientKeepAlive(),
            Set.of());
    TargetGroup group =
        new TargetGroup(
            new GroupId("g"),
            hash("g" + List.of(targets)),
            "g",
            Protocol.HTTP,
            List.of(targets),
            Tables.CHECK,
            Duration.ZERO,
            Duration.ofMillis(300),
            Set.of());
    return Tables.table(
        List.of(hurried),
        List.of(listener("web", Tables.at("web", port), forward("g"))),
        List.of(group));
  }

  TestClient client() throws IOException {
    return new TestClient(port);
  }

  String once(String request) throws IOException {
    return TestClient.once(port, request);
  }

  /** Waits for something that is to come; a test that waits in vain says for what. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("still waiting: " + what);
        }
        boolean _ = never.await(2, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      plane.close(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
