package io.berth.scheduler.explain;

import java.util.List;

/**
 * The smallest changes that were found.
 *
 * @param suggestions the smallest first
 * @param leftOut how many more were found
 * @param end whether all was looked at
 */
public record Advice(List<Suggestion> suggestions, int leftOut, End end) {
  /** Nothing has to change. */
  static final Advice NONE = new Advice(List.of(), 0, End.COMPLETE);

  public Advice {
    suggestions = List.copyOf(suggestions);
  }

  /** How the search ended. */
  public enum End {
    /** There is no smaller change of the kinds that are looked for. */
    COMPLETE,
    /** It had looked for long enough; there may be others. */
    GAVE_UP
  }
}
