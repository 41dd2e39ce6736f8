package io.berth.proxy.route;

import java.util.Comparator;
import java.util.List;

/**
 * Everything that is routed at one port: the listeners of all balancers that share it, the oldest
 * balancer first.
 */
public final class PortRoutes {
  private static final Comparator<ListenerRoutes> OLDEST_FIRST =
      Comparator.<ListenerRoutes>comparingLong(routes -> routes.balancer().creationOrder())
          .thenComparing(routes -> routes.balancer().id().text(), IdOrder.BY_BYTES);

  private final int port;
  private final Protocol protocol;
  private final ListenerRoutes[] listeners;
  private final boolean asksForHosts;

  /** All of them speak the same, and there is at least one. */
  PortRoutes(int port, List<ListenerRoutes> listeners) {
    this.port = port;
    this.protocol = listeners.getFirst().listener().protocol();
    this.listeners = listeners.stream().sorted(OLDEST_FIRST).toArray(ListenerRoutes[]::new);
    this.asksForHosts =
        listeners.size() > 1 || listeners.stream().anyMatch(ListenerRoutes::asksForHosts);
  }

  public int port() {
    return port;
  }

  public Protocol protocol() {
    return protocol;
  }

  /** Whose timeouts hold before a request has said which balancer it is for. */
  public Balancer oldest() {
    return listeners[0].balancer();
  }

  /**
   * Where a request goes.
   *
   * @param hostHeader the Host header as it was sent; empty where there was none
   * @param path as it was sent, without the query
   */
  public Route choose(String hostHeader, String path) {
    String host = asksForHosts ? HostText.of(hostHeader) : hostHeader;
    return listener(host).choose(host, path);
  }

  private ListenerRoutes listener(String host) {
    if (listeners.length > 1) {
      for (ListenerRoutes candidate : listeners) {
        if (candidate.balancer().dnsName().equals(host)) {
          return candidate;
        }
      }
      for (ListenerRoutes candidate : listeners) {
        if (candidate.names(host)) {
          return candidate;
        }
      }
    }
    return listeners[0];
  }
}
