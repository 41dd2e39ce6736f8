package io.berth.agent.link;

import io.berth.proto.agent.AgentMessage;
import java.time.Instant;
import java.util.Optional;

/** The way of one session's messages to the scheduler; used by the session's driver alone. */
public interface SessionStream {

  /** Whether a message would leave soon; else it would only fill memory. */
  boolean isReady();

  /** Hands a message over; never blocks. One that is lost is followed by the stream's end. */
  void send(AgentMessage message);

  /** Why the scheduler's certificate does not hold at a time of its own clock, if so. */
  Optional<String> objection(Instant schedulersTime);
}
