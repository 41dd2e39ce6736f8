package io.berth.scheduler.model;

/**
 * What is ordered by a number first: of two, the one with the smaller rank comes first, and equal
 * ranks say nothing. A search among many of them compares numbers where it can.
 */
public interface Ranked {
  long rank();
}
