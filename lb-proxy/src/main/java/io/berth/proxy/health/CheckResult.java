package io.berth.proxy.health;

import java.util.OptionalInt;

/** What one check found. */
public sealed interface CheckResult {

  /** The target is as it should be. */
  record Passed() implements CheckResult {}

  /** It is not; with the status code that came, if one did. */
  record Failed(Reason reason, OptionalInt statusCode) implements CheckResult {}

  /** Why a check failed. */
  enum Reason {
    /** A status code came that does not pass. */
    STATUS_MISMATCH,
    /** No answer in time. */
    TIMEOUT,
    /** The connection was refused, cut, or answered with what is not HTTP. */
    CONNECTION_FAILED,
    /** The proxy could not check for a reason of its own. */
    PROXY_FAULT
  }

  static CheckResult passed() {
    return new Passed();
  }

  static CheckResult failed(Reason reason) {
    return new Failed(reason, OptionalInt.empty());
  }

  static CheckResult status(int code) {
    return new Failed(Reason.STATUS_MISMATCH, OptionalInt.of(code));
  }
}
