package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.proxy.FeedHello;
import io.berth.scheduler.store.Snapshot;
import java.time.Instant;

/** Writes what accepts a proxy's hello: the signed clock, whom to trust, and the feed's times. */
@FunctionalInterface
interface FeedGreeter {
  FeedHello hello(ByteString clockNonce, Snapshot state, Instant now);
}
