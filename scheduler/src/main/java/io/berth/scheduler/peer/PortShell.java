package io.berth.scheduler.peer;

import io.berth.scheduler.store.StoreClosedException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the port lends to those who serve peers on it.
 *
 * @param threads a virtual thread for each stream and loop; all end with the port
 * @param streamsPerPeer open at once, those that are being replaced among them
 * @param onBug hears of a loop that has ended before its time
 */
public record PortShell(
    Executor threads,
    Supplier<Moment> clock,
    Rejoins rejoins,
    int streamsPerPeer,
    Consumer<Throwable> onBug) {

  /**
   * Runs what must not end before the port does: without its loops a port would go on answering,
   * and nobody would be told of anything any more.
   */
  public void keep(Runnable loop) {
    threads.execute(() -> {
      try {
        loop.run();
      } catch (StoreClosedException _) {
        // The process ends.
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    });
  }
}
