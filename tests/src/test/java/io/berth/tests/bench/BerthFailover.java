package io.berth.tests.bench;

import io.berth.tests.cluster.ProxyProcess;
import io.berth.tests.heart.BalancedService;
import io.berth.tests.hosts.Cable;
import io.berth.tests.hosts.HostOnLan;
import io.berth.tests.hosts.Hosts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Task;

/** A service of one task behind a proxy, with everything as usual. */
final class BerthFailover implements FailoverCluster {
  private static final int PORT = 8301;

  private final Hosts hosts;
  private final BalancedService service;
  private final InetSocketAddress door;
  private final Knocks knocks = new Knocks();
  private @Nullable HostOnLan away;

  private BerthFailover(Hosts hosts, BalancedService service, InetSocketAddress door) {
    this.hosts = hosts;
    this.service = service;
    this.door = door;
  }

  static BerthFailover open(int count) throws Exception {
    Hosts hosts = Hosts.of(count);
    boolean isOpen = false;
    try {
      ProxyProcess proxy = hosts.newProxyHere();
      BalancedService service =
          BalancedService.create(
              hosts.stack(), new BalancedService.Plan("web", PORT, 1, 0, OptionalInt.empty()));
      var cluster = new BerthFailover(hosts, service, service.door(proxy.address()));
      cluster.awaitWhole();
      isOpen = true;
      return cluster;
    } finally {
      if (!isOpen) {
        hosts.close();
      }
    }
  }

  /** A scheduler that has just begun gives nobody up. */
  void awaitSettled() throws Exception {
    hosts.awaitSettled();
  }

  @Override
  public double secondsUntilReplaced() throws Exception {
    Task serving = service.tasks().getFirst();
    HostOnLan host = hosts.named(serving.containerInstanceArn());
    Set<String> before = host.running(BalancedService.CONTAINER);
    away = host;
    long begin = System.nanoTime();
    host.cable().cut(Cable.Cut.BOTH_WAYS);
    hosts
        .stack()
        .await()
        .until(
            "a replacement answers",
            () ->
                knocks
                    .at(door)
                    .filter(who -> before.stream().noneMatch(id -> id.startsWith(who)))
                    .isPresent());
    return (System.nanoTime() - begin) / 1e9;
  }

  /**
   * What has come and gone often gets no new tasks for a while, so another host takes its place.
   */
  @Override
  public void mend() throws Exception {
    HostOnLan host = away;
    if (host == null) {
      throw new IllegalStateException("nobody is away");
    }
    away = null;
    host.cable().heal();
    hosts.awaitConnected(host, true);
    awaitWhole();
    hosts.renew(host);
  }

  private void awaitWhole() throws Exception {
    service.awaitSteady();
    hosts
        .stack()
        .await()
        .until("one container runs", () -> hosts.running(BalancedService.CONTAINER).size() == 1);
    hosts.stack().await().until("it answers", () -> knocks.at(door).isPresent());
  }

  @Override
  public void close() throws IOException {
    knocks.close();
    hosts.close();
  }
}
