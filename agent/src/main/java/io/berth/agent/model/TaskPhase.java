package io.berth.agent.model;

/** How far a task is on its host; it only moves down this list and may skip some. */
public enum TaskPhase {
  /** In the journal, nothing done yet. */
  ACCEPTED,
  /** Images are being pulled. */
  PULLING,
  /** Volumes and containers are being made; dynamic ports are picked. */
  CREATING,
  /** Containers are being started, or wait for what they depend on. */
  STARTING,
  /** Every container runs, or has ended and is not essential. */
  RUNNING,
  /** Containers are being stopped. */
  STOPPING,
  /** No container runs, and none will. Its ports are free and held. */
  STOPPED;

  public boolean isTerminal() {
    return this == STOPPED;
  }
}
