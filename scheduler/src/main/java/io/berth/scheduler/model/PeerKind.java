package io.berth.scheduler.model;

/** What kind of process has an identity of ours. */
public enum PeerKind {
  /** One per host, member of one cluster. */
  AGENT,
  /** Serves every balancer, member of no cluster. */
  PROXY
}
