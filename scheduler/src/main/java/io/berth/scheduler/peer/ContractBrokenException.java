package io.berth.scheduler.peer;

/**
 * A peer sent what the contract forbids; the sentence says what. Carries no stack trace: it tells
 * of the other side, not of ours.
 */
public final class ContractBrokenException extends Exception {
  private static final long serialVersionUID = 1L;

  public ContractBrokenException(String sentence) {
    super(sentence, null, false, false);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
