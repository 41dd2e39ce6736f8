package io.berth.scheduler.session;

import io.berth.proto.agent.SchedulerMessage;
import io.grpc.stub.ServerCallStreamObserver;

/** The stream of one call. The session's thread alone writes to it. */
record StreamOutbound(ServerCallStreamObserver<SchedulerMessage> call) implements Outbound {

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(SchedulerMessage message) {
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
