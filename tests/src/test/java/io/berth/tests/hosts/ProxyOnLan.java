package io.berth.tests.hosts;

import io.berth.tests.cluster.ProxyProcess;

/**
 * One proxy with a network of its own, and the cable to all others.
 *
 * @param process may be frozen, killed and started again by tests
 * @param cable may be cut
 */
public record ProxyOnLan(ProxyProcess process, Cable cable) {

  /** Where its listeners answer. */
  public String address() {
    return cable.address();
  }
}
