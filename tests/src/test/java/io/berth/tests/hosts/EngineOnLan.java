package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestEngine;

/**
 * One engine with a network of its own, and the cable to all others.
 *
 * @param engine may be frozen, killed and started again by tests
 * @param cable may be cut
 */
public record EngineOnLan(TestEngine engine, Cable cable) {

  /** Where the ports of its containers answer. */
  public String address() {
    return cable.address();
  }
}
