package io.berth.scheduler.peer;

/**
 * The way to one peer, as a session needs it. What is sent while it is not ready piles up, so only
 * last words are.
 */
public interface Outbound<O> {

  boolean isReady();

  void send(O message);

  /** Nothing more will be sent. */
  void end();
}
