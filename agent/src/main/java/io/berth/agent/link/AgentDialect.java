package io.berth.agent.link;

import io.berth.base.Moment;
import io.berth.peer.Dialect;
import io.berth.peer.Speaker;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerMessage;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;

/** Sessions of an agent, for the link that keeps it in touch with its scheduler. */
public record AgentDialect(SessionParts parts) implements Dialect<AgentMessage, SchedulerMessage> {

  @Override
  public void connect(ManagedChannel channel, StreamObserver<SchedulerMessage> incoming) {
    var _ = AgentSessionGrpc.newStub(channel).connect(incoming);
  }

  @Override
  public Speaker<AgentMessage, SchedulerMessage> speaker() {
    return new Session(parts);
  }

  /** The lease's end is noticed so soon after a suspension, in which timers stand still. */
  @Override
  public void look(Moment now) {
    parts.lease().turn(now);
  }
}
