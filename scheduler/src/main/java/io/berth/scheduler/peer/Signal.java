package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;

/** What a session is told by others than its peer. */
public sealed interface Signal {

  /** Another stream wants this one's place; the asker is told if the peer still answers. */
  record ProbeWanted(Mailbox<?, ?> asker) implements Signal {}

  /** The session whose place was wanted still lives. */
  record ProbeAnswered() implements Signal {}

  /** A later session of the same peer has begun. */
  record Replaced() implements Signal {}

  /** The session must end now, with these last words. */
  record Ended(Refusal refusal) implements Signal {}

  /** The stream is gone. */
  record StreamClosed() implements Signal {}
}
