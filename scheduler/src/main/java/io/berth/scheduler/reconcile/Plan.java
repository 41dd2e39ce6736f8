package io.berth.scheduler.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done for a service now, in order.
 *
 * @param wakeAt when to look again although nothing has changed
 * @param there what it was decided from
 */
public record Plan(List<Step> steps, Optional<Instant> wakeAt, There there) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * The tasks of a service.
   *
   * @param kept those of the newest deployment that shall stay
   * @param replaced those that shall be replaced
   * @param ending those that shall end already
   */
  public record There(int kept, int replaced, int ending) {
    /** None. */
    public static final There NONE = new There(0, 0, 0);
  }

  /** How much there is to be done: each task that is started or registered counts. */
  public int size() {
    int size = 0;
    for (Step step : steps) {
      size +=
          switch (step) {
            case Step.Start(_, var count) -> count;
            case Step.Register(var tasks) -> tasks.size();
            case Step.Stop _,
                Step.EndDrained _,
                Step.Complete _,
                Step.Retire _,
                Step.Say _,
                Step.SaySteady _,
                Step.Unsettle _,
                Step.Complain _,
                Step.Relieve _,
                Step.End _ ->
                1;
          };
    }
    return size;
  }
}
