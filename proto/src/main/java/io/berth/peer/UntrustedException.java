package io.berth.peer;

/** Whoever answered cannot show that it is our scheduler; the sentence says what is wrong. */
public final class UntrustedException extends Exception {
  private static final long serialVersionUID = 1L;

  UntrustedException(String sentence) {
    super(sentence);
  }

  UntrustedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
