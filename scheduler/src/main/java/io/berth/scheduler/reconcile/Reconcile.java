package io.berth.scheduler.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done for a service so that it becomes what is wanted of it: a bounded part of that,
 * since what is done leads to the next turn. Without any change from outside the turns come to an
 * end with one that has no steps.
 */
public final class Reconcile {
  private Reconcile() {}

  public static Plan plan(ServiceView view, Instant now) {
    return view.service().overAt().isPresent()
        ? new Plan(List.of(), Optional.empty(), Plan.There.NONE)
        : new Turn(view, now).plan();
  }
}
