package io.berth.scheduler.store;

/**
 * The API lane is full: nothing was done, the client should come again later. Carries no stack
 * trace: it is load, not a bug.
 */
public final class LaneFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LaneFullException() {
    super("too many requests are waiting", null, false, false);
  }
}
