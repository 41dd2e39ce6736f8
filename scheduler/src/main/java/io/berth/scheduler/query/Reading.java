package io.berth.scheduler.query;

/** What came of reading a text as a query. */
public sealed interface Reading {

  /** It is one. */
  record Understood(Query query) implements Reading {}

  /**
   * It is none.
   *
   * @param column of the character where it is wrong, from 1
   * @param sentence what was expected there and what was found, as a sentence goes on
   */
  record Malformed(int column, String sentence) implements Reading {}
}
