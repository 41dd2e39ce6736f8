package io.berth.scheduler.api;

import io.berth.scheduler.query.Query;
import io.berth.scheduler.query.Reading;

/** Expressions of the cluster query language, as requests give them. */
final class Queries {
  private Queries() {}

  /**
   * Reads one; where it is wrong is said with its column.
   *
   * @param what the text is, as a sentence goes on
   */
  static Query read(String text, String what) {
    return switch (Query.read(text)) {
      case Reading.Understood(var query) -> query;
      case Reading.Malformed(var column, var sentence) ->
          throw Lookups.invalid(
              "Invalid " + what + ", column " + column + ": " + Arns.shown(sentence) + ".");
    };
  }
}
