package io.berth.scheduler.peer;

import io.grpc.stub.ServerCallStreamObserver;

/** The stream of one call. The session's thread alone writes to it. */
record StreamOutbound<O>(ServerCallStreamObserver<O> call) implements Outbound<O> {

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(O message) {
    if (!call.isCancelled()) {
      call.onNext(message);
    }
  }

  @Override
  public void end() {
    if (!call.isCancelled()) {
      call.onCompleted();
    }
  }
}
