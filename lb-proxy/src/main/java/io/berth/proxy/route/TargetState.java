package io.berth.proxy.route;

/** What may be done with a target that is in the table; one that is not gets nothing at all. */
public enum TargetState {
  /** Requests may go to it as its health allows, and when all of the group are unhealthy. */
  ACTIVE,
  /** No new requests, those in flight may end; checks go on, since it may become active again. */
  DRAINING,
  /** Not to be trusted to be what it was: no new requests and no checks. */
  FENCED
}
