package io.berth.scheduler.placement;

import java.util.Arrays;

/**
 * A host that can take tasks of a request: how many, and how good it is by each strategy, the less
 * the better; the preferences come before them. What a strategy measures of several hosts together
 * is not known here and zero.
 */
final class Contender implements Comparable<Contender> {
  private final Slot slot;
  private final long[] measures;
  private final long step;
  private final long unmetOnceTaken;
  private long room;
  private long lot;

  /**
   * A host that has room for so many.
   *
   * @param unmetOnceTaken its first measure when it has a task of the request
   * @param lot decides where the strategies do not
   */
  Contender(Slot slot, long room, long[] measures, long unmetOnceTaken, long lot) {
    this.slot = slot;
    this.room = room;
    this.measures = measures;
    this.unmetOnceTaken = unmetOnceTaken;
    this.step = lot;
    this.lot = lot;
  }

  Slot slot() {
    return slot;
  }

  long[] measures() {
    return measures;
  }

  long lot() {
    return lot;
  }

  boolean hasRoom() {
    return room > 0;
  }

  /**
   * It takes one more task. Its lot grows by what it was at first, so that the others have their
   * turn before it when nothing but lots tells them apart.
   */
  void take(long[] steps) {
    room--;
    lot += step;
    for (int at = 0; at < steps.length; at++) {
      measures[at] += steps[at];
    }
    measures[0] = unmetOnceTaken;
  }

  /** Whether one with these would come before it. */
  boolean isBehind(long[] otherMeasures, long otherLot) {
    return compareTo(otherMeasures, otherLot) > 0;
  }

  @Override
  public int compareTo(Contender other) {
    return compareTo(other.measures, other.lot);
  }

  private int compareTo(long[] otherMeasures, long otherLot) {
    int byMeasures = Arrays.compare(measures, otherMeasures);
    return byMeasures != 0 ? byMeasures : Long.compare(lot, otherLot);
  }
}
