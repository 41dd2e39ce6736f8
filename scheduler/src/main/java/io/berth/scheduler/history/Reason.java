package io.berth.scheduler.history;

import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Rolling;

/** Why a decision was called for. */
public sealed interface Reason {

  /** Somebody asked for it. */
  record Called(Ask ask) implements Reason {}

  /**
   * A service was not what it shall be.
   *
   * @param deployment its newest one
   * @param begun the call that began this
   * @param changed the call that last changed what is wanted
   */
  record Upkeep(DeploymentId deployment, Ask begun, Ask changed, Count count, Rolling rolling)
      implements Reason {}

  /**
   * The tasks of a service as a decision found them.
   *
   * @param desired how many there shall be
   * @param kept how many of the newest deployment shall stay
   * @param replaced how many shall be replaced
   * @param ending how many shall end already
   */
  record Count(int desired, int kept, int replaced, int ending) {}
}
