package io.berth.scheduler.peer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A peer's end of a stream over a real connection. */
public final class ClientStream<I, O> implements StreamObserver<O> {
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final StreamObserver<I> out;

  private final Class<O> kind;

  /**
   * Opens it.
   *
   * @param connect makes the call, with who hears the answers
   * @param kind of the answers
   */
  public ClientStream(Function<StreamObserver<O>, StreamObserver<I>> connect, Class<O> kind) {
    this.kind = kind;
    this.out = connect.apply(this);
  }

  public void send(I message) {
    out.onNext(message);
  }

  public O next() throws InterruptedException {
    Object one = take();
    if (kind.isInstance(one)) {
      return kind.cast(one);
    }
    throw new AssertionError("the stream ended: " + one);
  }

  public Status end() throws InterruptedException {
    while (true) {
      if (take() instanceof Status status) {
        return status;
      }
    }
  }

  private Object take() throws InterruptedException {
    Object one = arrived.poll(PortWorld.DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (one == null) {
      throw new AssertionError("nothing came in time");
    }
    return one;
  }

  @Override
  public void onNext(O message) {
    arrived.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    arrived.add(Status.OK);
  }
}
