package io.berth.peer;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The way of one conversation's messages to the scheduler; used by the conversation's driver alone.
 *
 * @param <O> what this peer says
 */
public interface PeerStream<O> {

  /** Whether a message would leave soon; else it would only fill memory. */
  boolean isReady();

  /** Hands a message over; never blocks. One that is lost is followed by the stream's end. */
  void send(O message);

  /** Who vouches for the scheduler on this connection besides those whom this peer trusts. */
  default List<X509Certificate> authorities() {
    return List.of();
  }

  /** Why the scheduler's certificate does not hold at a time of its own clock, if so. */
  Optional<String> objection(Instant schedulersTime);
}
