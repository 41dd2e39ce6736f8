package io.berth.peer;

import io.berth.base.Moment;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;

/**
 * What one kind of peer says and hears, for the link that keeps it in touch.
 *
 * @param <O> what it says
 * @param <I> what it hears
 */
public interface Dialect<O, I> {

  /** Opens the stream of this kind of peer. */
  void connect(ManagedChannel channel, StreamObserver<I> incoming);

  /** Who speaks for this peer on a new stream. */
  Speaker<O, I> speaker();

  /** Called about every second, whether there is a stream or not: a lease may have ended. */
  void look(Moment now);
}
