package io.berth.peer;

import io.berth.proto.common.PeerKind;

/** What kind of peer this process is. */
public enum PeerRole {
  /** One per host, member of one cluster. */
  AGENT,
  /** Serves every balancer, member of no cluster. */
  PROXY;

  PeerKind kind() {
    return switch (this) {
      case AGENT -> PeerKind.PEER_KIND_AGENT;
      case PROXY -> PeerKind.PEER_KIND_PROXY;
    };
  }
}
