package io.berth.agent.task;

/** Hears that a runner has something to do; takes it at once and never calls back. */
public interface Wakes {

  void wake(TaskRunner runner);
}
