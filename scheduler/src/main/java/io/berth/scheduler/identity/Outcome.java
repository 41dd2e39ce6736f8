package io.berth.scheduler.identity;

import java.util.function.Function;

/** What a decision of this room answers: a value, or why not. */
public sealed interface Outcome<T> {

  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was not, and nothing changed; the sentence is for people and holds no secret. */
  record Refused<T>(Reason reason, String sentence) implements Outcome<T> {

    /** The same refusal of a step that builds on the refused one. */
    <R> Refused<R> passedOn() {
      return new Refused<>(reason, sentence);
    }
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Reason reason, String sentence) {
    return new Refused<>(reason, sentence);
  }

  /** Goes on with the value, if there is one. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T> refused -> refused.passedOn();
    };
  }
}
