package io.berth.tests.heart;

import io.berth.tests.cluster.Await;
import io.berth.tests.cluster.ProxyProcess;
import io.berth.tests.cluster.Stack;
import io.berth.tests.hosts.Hosts;
import io.berth.tests.hosts.ProxyOnLan;
import io.berth.tests.load.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * Hosts with a narrow range of ports, so that a port that one task has left is soon another's, and
 * two proxies: one in the network of this machine, and one that can be cut off.
 *
 * @param here the proxy in the network of this machine
 * @param away the proxy with a cable of its own
 */
public record Ground(Hosts hosts, ProxyProcess here, ProxyOnLan away) implements AutoCloseable {
  private static final int OK = 200;

  public static Ground open(Hosts.Plan plan) throws Exception {
    Hosts hosts = Hosts.of(plan);
    boolean isOpen = false;
    try {
      var ground = new Ground(hosts, hosts.newProxyHere(), hosts.newProxy());
      isOpen = true;
      return ground;
    } finally {
      if (!isOpen) {
        hosts.close();
      }
    }
  }

  public Stack stack() {
    return hosts.stack();
  }

  private List<InetSocketAddress> doors(BalancedService service) {
    return List.of(service.door(here.address()), service.door(away.address()));
  }

  /** A service that is steady and answers at both doors. */
  public BalancedService openService(BalancedService.Plan plan) throws Exception {
    BalancedService service = BalancedService.create(stack(), plan);
    service.awaitSteady();
    awaitAnswers(service);
    return service;
  }

  /** Waits until both doors of a service answer. */
  public void awaitAnswers(BalancedService service) throws Exception {
    for (InetSocketAddress door : doors(service)) {
      awaitAnswer(door);
    }
  }

  /** A port with one balancer does not look at the host's name. */
  private void awaitAnswer(InetSocketAddress door) throws Exception {
    URI uri = URI.create("http://" + door.getHostString() + ":" + door.getPort() + "/");
    HttpRequest ask = HttpRequest.newBuilder(uri).timeout(Await.DEADLINE).build();
    try (HttpClient browser = HttpClient.newHttpClient()) {
      stack()
          .await()
          .until(
              uri + " answers",
              () -> {
                try {
                  return browser.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode()
                      == OK;
                } catch (IOException _) {
                  // The listener may not be bound yet.
                  return false;
                }
              });
    }
  }

  /** Users of a service at both doors, so many of each kind at each. */
  public Crowd crowd(BalancedService service, Map<Traffic, Integer> users) {
    var crowd = new Crowd();
    for (InetSocketAddress door : doors(service)) {
      crowd.add(door, service.host(), users, service.members());
    }
    return crowd;
  }

  @Override
  public void close() throws IOException {
    hosts.close();
  }
}
