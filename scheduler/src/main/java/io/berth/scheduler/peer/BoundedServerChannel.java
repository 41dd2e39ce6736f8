package io.berth.scheduler.peer;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts so many connections at once and closes the rest before a byte is read: gRPC itself has no
 * bound on them.
 */
final class BoundedServerChannel extends NioServerSocketChannel {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  BoundedServerChannel(int most) {
    this.most = most;
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
      }
    }
    return read;
  }
}
