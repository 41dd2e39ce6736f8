package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerMessage;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent's end of a stream over a real connection. */
final class ClientStream implements StreamObserver<SchedulerMessage> {
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final StreamObserver<AgentMessage> out;

  ClientStream(ManagedChannel channel) {
    out = AgentSessionGrpc.newStub(channel).connect(this);
  }

  void send(AgentMessage message) {
    out.onNext(message);
  }

  SchedulerMessage next() throws InterruptedException {
    Object one = take();
    if (one instanceof SchedulerMessage message) {
      return message;
    }
    throw new AssertionError("the stream ended: " + one);
  }

  Status end() throws InterruptedException {
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
  public void onNext(SchedulerMessage message) {
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
