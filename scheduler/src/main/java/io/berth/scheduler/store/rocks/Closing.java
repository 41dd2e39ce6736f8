package io.berth.scheduler.store.rocks;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Closes files whose content no longer matters, and says so when even that fails. */
final class Closing {
  private Closing() {}

  static void quietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(Closing.class.getName())
          .log(System.Logger.Level.WARNING, "file not closed", e);
    }
  }
}
