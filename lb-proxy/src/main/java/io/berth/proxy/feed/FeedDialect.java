package io.berth.proxy.feed;

import io.berth.base.Moment;
import io.berth.peer.Dialect;
import io.berth.peer.Speaker;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyFeedGrpc;
import io.berth.proto.proxy.ProxyMessage;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;

/** Feeds of a proxy, for the link that keeps it in touch with its scheduler. */
public record FeedDialect(FeedParts parts) implements Dialect<ProxyMessage, FeedMessage> {

  @Override
  public void connect(ManagedChannel channel, StreamObserver<FeedMessage> incoming) {
    var _ = ProxyFeedGrpc.newStub(channel).connect(incoming);
  }

  @Override
  public Speaker<ProxyMessage, FeedMessage> speaker() {
    return new FeedSession(parts);
  }

  /** The lease is asked when somebody wants to know; its end sets nothing going here. */
  @Override
  public void look(Moment now) {}
}
