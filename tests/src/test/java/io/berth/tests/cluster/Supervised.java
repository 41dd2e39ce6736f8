package io.berth.tests.cluster;

import java.io.IOException;

/** A place for one process at a time, whose state stays when the process goes. */
interface Supervised {

  /** Starts the process of this place by that program, and does not wait. */
  BerthProcess launch(Program program) throws IOException;

  /** The program that users have. */
  Program usual();

  /** The process that was started last. */
  BerthProcess process();
}
