package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.SchedulerHello;
import io.berth.scheduler.store.Snapshot;
import java.time.Instant;

/** Writes what accepts a hello: the signed clock, whom to trust, and the session's times. */
@FunctionalInterface
interface Greeter {

  SchedulerHello hello(ByteString clockNonce, Snapshot state, Instant now);
}
