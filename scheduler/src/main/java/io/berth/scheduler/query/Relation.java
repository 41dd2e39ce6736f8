package io.berth.scheduler.query;

/** How one value is ordered to another. */
enum Relation {
  EQUAL,
  MORE,
  AT_LEAST,
  LESS,
  AT_MOST;

  /** Whether it is so, by the sign of a comparison. */
  boolean holds(int comparison) {
    return switch (this) {
      case EQUAL -> comparison == 0;
      case MORE -> comparison > 0;
      case AT_LEAST -> comparison >= 0;
      case LESS -> comparison < 0;
      case AT_MOST -> comparison <= 0;
    };
  }
}
