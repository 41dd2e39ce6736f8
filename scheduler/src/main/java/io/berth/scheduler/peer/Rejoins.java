package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;
import java.time.Instant;

/** Judges the fresh token with which a peer that lost its journal asks for its place again. */
@FunctionalInterface
public interface Rejoins {

  /** Whether the token lets this peer in; it is spent then. */
  boolean redeem(PeerId peer, String token, Instant now);
}
