package io.berth.agent.model;

/** How the containers of a task are connected. */
public enum NetworkMode {
  /** An engine's bridge, with ports published on the host. */
  BRIDGE,
  /** The host's own network. */
  HOST,
  /** No network but loopback. */
  NONE
}
