package io.berth.peer;

import io.berth.base.Moment;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/**
 * What one kind of peer says and hears, for the link that keeps it in touch.
 *
 * @param <O> what it says
 * @param <I> what it hears
 */
public interface Dialect<O, I> {

  /** Opens the stream of this kind of peer. */
  void connect(ManagedChannel channel, StreamObserver<I> incoming);

  /**
   * A conversation for a stream.
   *
   * @param nonce 16 to 64 random bytes that must come back in the scheduler's signed clock
   * @param rejoinToken lets it take the place of a living one whose journal it does not continue
   */
  Conversation<I> converse(PeerStream<O> stream, byte[] nonce, Optional<String> rejoinToken);

  /** Called about every second, whether there is a stream or not: a lease may have ended. */
  void look(Moment now);
}
