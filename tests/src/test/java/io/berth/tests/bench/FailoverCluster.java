package io.berth.tests.bench;

import java.io.IOException;

/** A cluster with one task, whose host is cut off round after round. */
interface FailoverCluster extends AutoCloseable {

  /** Cuts the host of the task off; answers after how many seconds another one answers. */
  double secondsUntilReplaced() throws Exception;

  /** Mends what was cut, and waits until all is as it was before. */
  void mend() throws Exception;

  @Override
  void close() throws IOException;
}
