package io.berth.tests.bench;

/** Nothing behind any task, but ports as if there were. */
final class PortsAlone implements StubWork {
  private int ports;

  @Override
  public int begin(String taskId) {
    ports++;
    return StubHost.FIRST_PORT + ports % (StubHost.LAST_PORT - StubHost.FIRST_PORT);
  }

  @Override
  public void end(String taskId) {}
}
