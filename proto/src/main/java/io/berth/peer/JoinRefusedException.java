package io.berth.peer;

/** This host cannot join as it was told to; only another configuration helps. */
public final class JoinRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  JoinRefusedException(String sentence) {
    super(sentence);
  }

  JoinRefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
