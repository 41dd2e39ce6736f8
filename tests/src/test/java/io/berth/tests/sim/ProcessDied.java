package io.berth.tests.sim;

/**
 * Ends a process in the middle of what it does: an error, so that no code under test takes it for
 * something it could handle.
 */
final class ProcessDied extends Error {
  private static final long serialVersionUID = 1L;

  ProcessDied(String where) {
    super(where, null, false, false);
  }
}
