package io.berth.scheduler.foresight;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.Snapshot;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tells of one state what would happen next, by letting it happen on a scratch. The commands and
 * the decisions there are the real ones, so that an answer is what would be done as long as the
 * state is this one; among equally good hosts chance may choose others. A question may take
 * seconds: it is for a thread that nobody else waits for.
 *
 * @param chances begins anew for each question, so that the same question has the same answer
 */
public record Foresight(
    Snapshot state, Instant now, Supplier<RandomGenerator> chances, Budget budget) {

  /** What RunTask would do. */
  public Outcome<TasksForeseen> run(RunTask request) {
    return new Trial(this).run(request, chances.get());
  }

  /** What UpdateService would do, and the loop over services after it. */
  public Outcome<UpdateForeseen> update(Question.Update update) {
    return new Trial(this).update(update);
  }

  /** What would become of the cluster. */
  public Outcome<Aftermath> whatIf(Question question) {
    return new WhatIf(this, question).answer();
  }

  /** Which hosts' losses the cluster could not absorb. */
  public HostLosses losses(ClusterName cluster) {
    return new LossCheck(this, cluster).answer();
  }
}
