package io.berth.agent.journal;

/** A message that breaks its contract; the sentence says where, and names no secret. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedException(String sentence) {
    super(sentence);
  }

  public MalformedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
