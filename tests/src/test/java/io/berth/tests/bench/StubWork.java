package io.berth.tests.bench;

/** What stands behind the tasks of a stub host. Called on its event loop. */
interface StubWork {
  /** Begins a task, and answers the first of its host ports. */
  int begin(String taskId);

  /** The host was told to stop it: it is to be over when this returns. */
  void end(String taskId);
}
