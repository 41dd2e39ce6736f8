package io.berth.scheduler.peer;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts so many connections at once and closes the rest before a byte is read: gRPC itself has no
 * bound on them. While too many are in their handshake, the next ones wait to be accepted.
 */
final class BoundedServerChannel extends NioServerSocketChannel {
  private final int most;
  private final Handshakes handshakes;
  private final AtomicInteger open = new AtomicInteger();

  BoundedServerChannel(int most, Handshakes handshakes) {
    this.most = most;
    this.handshakes = handshakes;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int read = super.doReadMessages(accepted);
    for (int at = accepted.size() - 1; at >= before; at--) {
      Channel connection = (Channel) accepted.get(at);
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        // Not registered yet, so there is no event loop on which it could be closed in order.
        connection.unsafe().closeForcibly();
        accepted.remove(at);
        read--;
      } else {
        connection.closeFuture().addListener(_ -> open.decrementAndGet());
        begin(connection);
      }
    }
    return read;
  }

  private void begin(Channel connection) {
    SocketAddress peer = connection.remoteAddress();
    if (peer == null) {
      // It is gone already.
      return;
    }
    if (!handshakes.begun(peer, () -> eventLoop().execute(() -> config().setAutoRead(true)))) {
      config().setAutoRead(false);
    }
    connection.closeFuture().addListener(_ -> handshakes.ended(peer));
  }
}
