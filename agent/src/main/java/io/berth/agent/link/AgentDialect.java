package io.berth.agent.link;

import io.berth.base.Moment;
import io.berth.peer.Conversation;
import io.berth.peer.Dialect;
import io.berth.peer.PeerStream;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerMessage;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Sessions of an agent, for the link that keeps it in touch with its scheduler. */
public record AgentDialect(Session.Parts parts) implements Dialect<AgentMessage, SchedulerMessage> {

  @Override
  public void connect(ManagedChannel channel, StreamObserver<SchedulerMessage> incoming) {
    var _ = AgentSessionGrpc.newStub(channel).connect(incoming);
  }

  @Override
  public Conversation<SchedulerMessage> converse(
      PeerStream<AgentMessage> stream, byte[] nonce, Optional<String> rejoinToken) {
    return new Session(parts, stream, nonce, rejoinToken);
  }

  /** The lease's end is noticed so soon after a suspension, in which timers stand still. */
  @Override
  public void look(Moment now) {
    parts.lease().turn(now);
  }
}
