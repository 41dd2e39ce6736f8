package io.berth.scheduler.query;

/** A text is no query; never leaves this room, where it becomes a {@link Reading}. */
final class Mistake extends Exception {
  private static final long serialVersionUID = 1;
  private final int column;
  private final String sentence;

  /** Where it was thrown is of no use to anybody: there is no stack trace. */
  Mistake(int column, String sentence) {
    super(sentence, null, false, false);
    this.column = column;
    this.sentence = sentence;
  }

  int column() {
    return column;
  }

  String sentence() {
    return sentence;
  }
}
