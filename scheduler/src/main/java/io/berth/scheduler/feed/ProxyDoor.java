package io.berth.scheduler.feed;

import io.berth.proto.common.Refusal;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Door;
import io.berth.scheduler.peer.Guest;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Visitor;

/** How proxies are met. */
record ProxyDoor(FeedSurroundings around) implements Door<ProxyMessage, FeedMessage, Void> {
  @Override
  public PeerKind kind() {
    return PeerKind.PROXY;
  }

  @Override
  public Guest<ProxyMessage, FeedMessage, Void> greeted(ProxyMessage first, Visitor<Void> visitor)
      throws ContractBrokenException {
    if (!first.hasHello()) {
      throw new ContractBrokenException("the first message is not a hello");
    }
    return new ProxyGuest(visitor.id(), ProxyGreeting.read(first.getHello()), around);
  }

  @Override
  public Lobby<Void> lobby() {
    return around.lobby();
  }

  @Override
  public boolean isHeartbeat(ProxyMessage message) {
    return message.hasHeartbeat();
  }

  @Override
  public FeedMessage lastWords(Refusal refusal) {
    return FeedMessage.newBuilder().setRefusal(refusal).build();
  }
}
