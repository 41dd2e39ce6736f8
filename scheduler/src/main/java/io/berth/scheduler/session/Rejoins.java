package io.berth.scheduler.session;

import io.berth.scheduler.model.HostId;
import java.time.Instant;

/** Judges the fresh token with which an agent that lost its journal asks for its place again. */
@FunctionalInterface
interface Rejoins {

  /** Whether the token lets this host's agent in; it is spent then. */
  boolean redeem(HostId host, String token, Instant now);
}
