package io.berth.scheduler.aws;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections, at most so many. Any thread may call. */
final class Connections {
  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  Connections(int most) {
    this.most = most;
  }

  /** Counts the connection until it closes, or says no. */
  boolean enter(Channel channel) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    open.add(channel);
    channel
        .closeFuture()
        .addListener(_ -> {
          open.remove(channel);
          count.decrementAndGet();
        });
    return true;
  }

  int count() {
    return count.get();
  }

  void tellAll(Object event) {
    open.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
  }

  void closeAll() {
    for (Channel channel : open) {
      var _ = channel.close();
    }
  }
}
