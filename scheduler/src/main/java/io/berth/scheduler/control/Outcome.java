package io.berth.scheduler.control;

/** What came of a command: done, or refused and nothing changed. */
public sealed interface Outcome<T> {

  /** It is done, and on disk. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was not done. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Refusal.Code code, String sentence) {
    return new Refused<>(new Refusal(code, sentence));
  }
}
