package io.berth.scheduler.session;

/**
 * An agent sent what the contract forbids; the sentence says what. Carries no stack trace: it tells
 * of the other side, not of ours.
 */
final class ContractBrokenException extends Exception {
  private static final long serialVersionUID = 1L;

  ContractBrokenException(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
