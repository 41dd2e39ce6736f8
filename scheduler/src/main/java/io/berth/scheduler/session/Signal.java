package io.berth.scheduler.session;

import io.berth.proto.common.Refusal;

/** What a session is told by others than its agent. */
sealed interface Signal {

  /** Another stream wants this one's place; the asker is told if the agent still answers. */
  record ProbeWanted(Mailbox asker) implements Signal {}

  /** The session whose place was wanted still lives. */
  record ProbeAnswered() implements Signal {}

  /** A later session of the same host has begun. */
  record Replaced() implements Signal {}

  /** The session must end now, with these last words. */
  record Ended(Refusal refusal) implements Signal {}

  /** The stream is gone. */
  record StreamClosed() implements Signal {}
}
