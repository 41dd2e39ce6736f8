package io.berth.proxy.route;

import java.time.Duration;
import java.util.Set;

/**
 * A load balancer: what its listeners share. Like every item it holds whatever it is given; {@link
 * RoutingTable} judges it before it counts.
 *
 * @param creationOrder higher for each balancer made later
 * @param idleTimeout without a byte for this long within an exchange, the connection ends
 * @param clientKeepAlive a client's connection is closed after the first answer beyond this age
 */
public record Balancer(
    BalancerId id,
    ContentHash contentHash,
    String dnsName,
    long creationOrder,
    Duration idleTimeout,
    Duration clientKeepAlive,
    Set<String> requires) {

  public Balancer {
    requires = Set.copyOf(requires);
  }
}
