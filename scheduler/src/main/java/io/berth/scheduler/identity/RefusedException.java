package io.berth.scheduler.identity;

/**
 * Carries a refusal out of the depth of reading to {@link SigV4}, and no further. Without a stack
 * trace: strangers can cause it at will.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RefusalReason reason;
  private final String sentence;

  RefusedException(RefusalReason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
    this.sentence = sentence;
  }

  Verdict.Refused verdict() {
    return new Verdict.Refused(reason, sentence);
  }
}
