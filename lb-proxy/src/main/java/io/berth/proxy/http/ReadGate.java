package io.berth.proxy.http;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/** Whether a client's connection is read: only while nobody has a reason against it. */
final class ReadGate {
  private final Channel channel;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  ReadGate(Channel channel) {
    this.channel = channel;
  }

  /** Why nothing more shall come. */
  enum Reason {
    /** Further requests have come before the one that is served is over. */
    PIPELINE,
    /** The target does not take the body as fast as it comes. */
    BODY
  }

  void hold(Reason reason) {
    if (reasons.isEmpty()) {
      channel.config().setAutoRead(false);
    }
    reasons.add(reason);
  }

  void open(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }
}
