package io.berth.scheduler.peer;

import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import java.net.InetAddress;

/** Whose stream a session serves, as its certificate and its connection have proven. */
public record Visitor<C>(Peer peer, InetAddress address, Mailbox<?, C> mailbox, Presence presence) {
  public PeerId id() {
    return peer.id();
  }
}
