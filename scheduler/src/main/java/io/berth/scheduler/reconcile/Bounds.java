package io.berth.scheduler.reconcile;

import io.berth.scheduler.model.Rolling;

/**
 * Between which numbers of tasks a service moves while tasks are replaced, rounded as ECS does: the
 * lower one up, the upper one down.
 *
 * @param least healthy tasks are not stopped below this
 * @param most no task is started above this, those that still end included
 */
record Bounds(int least, int most) {
  private static final long WHOLE = 100;

  static Bounds of(int desiredCount, Rolling rolling) {
    long least = Math.ceilDiv((long) desiredCount * rolling.minimumHealthyPercent(), WHOLE);
    long most = (long) desiredCount * rolling.maximumPercent() / WHOLE;
    return new Bounds(clamp(least), clamp(most));
  }

  private static int clamp(long number) {
    return (int) Math.min(Integer.MAX_VALUE, number);
  }
}
