package io.berth.agent.engine.docker;

/** What went wrong between us and the engine, before it could answer or while it did. */
final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  enum Reason {
    /** Nobody listens, or the connection broke. */
    UNREACHABLE,
    /** The watchdog ended the call. */
    TIMED_OUT,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** We closed the connection, or the whole client. */
    CLOSED
  }

  private final Reason reason;

  TransportException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  TransportException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
