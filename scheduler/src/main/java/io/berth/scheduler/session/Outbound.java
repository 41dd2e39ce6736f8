package io.berth.scheduler.session;

import io.berth.proto.agent.SchedulerMessage;

/**
 * The way to one agent, as a session needs it. What is sent while it is not ready piles up, so only
 * last words are.
 */
interface Outbound {

  boolean isReady();

  void send(SchedulerMessage message);

  /** Nothing more will be sent. */
  void end();
}
