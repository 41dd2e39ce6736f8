package io.berth.scheduler.identity;

/** What the signature of a request says about its sender. */
public sealed interface Verdict {

  /** The holder of the key has sent exactly this request. */
  record Authentic(CredentialScope scope) implements Verdict {}

  /** The request must not be served; the sentence tells the sender what to mend. */
  record Refused(RefusalReason reason, String sentence) implements Verdict {}
}
