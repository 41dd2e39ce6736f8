package io.berth.scheduler.main;

import io.berth.scheduler.control.Retention;
import io.berth.scheduler.history.Expiry;
import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.identity.JoinTokens;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreClosedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has to happen now and then and that nobody asks for: use of keys is written down, what ended
 * long ago is forgotten, and whoever has a certificate to renew is told the time.
 */
final class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MOST_FORGOTTEN = 256;

  /** Far more than a minute brings; without a bound one turn could become many. */
  private static final int MOST_STEPS = 1_000;

  private final StateStore store;
  private final Retention retention;
  private final Chores chores;
  private final InstantSource clock;
  private @Nullable Thread thread;

  Housekeeping(StateStore store, Chores chores, InstantSource clock) {
    this.store = store;
    this.retention = new Retention(store);
    this.chores = chores;
    this.clock = clock;
  }

  /** What is to be done besides: whose it is, and who has a certificate to renew. */
  record Chores(KeyUses uses, Expiry history, Consumer<Instant> renewal) {}

  void turn(Instant now) {
    chores.renewal().accept(now);
    List<AccessKeyId> used = chores.uses().take();
    store.update(
        Lane.LOOPS,
        tx -> {
          KeyUses.write(tx, used, now);
          return JoinTokens.forgetEnded(tx, MOST_FORGOTTEN, now)
              + ApiKeyRing.forgetRevoked(tx, now);
        });
    forgetOld(now);
    expireHistory(now);
  }

  /** It waits for the disk, and nobody waits for it. */
  private void expireHistory(Instant now) {
    try {
      for (int step = 0; step < MOST_STEPS && chores.history().turn(now) > 0; step++) {
        // Each step is a write of its own, so that commits come in between.
      }
    } catch (StorageException e) {
      // A disk that fails ends the process by the journal; what is left here is dropped later.
      LOG.log(Level.WARNING, "old history could not be dropped: cause={0}", e.getMessage());
    }
  }

  private void forgetOld(Instant now) {
    for (int step = 0; step < MOST_STEPS && retention.turn(now) > 0; step++) {
      // Each step is a transaction of its own, so that nobody waits long behind one.
    }
  }

  void start(Consumer<Throwable> onBug) {
    thread = Thread.ofVirtual().name("housekeeping").start(() -> loop(onBug));
  }

  private void loop(Consumer<Throwable> onBug) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(INTERVAL);
        turn(clock.instant());
      }
    } catch (InterruptedException | StoreClosedException _) {
      // The process ends.
    } catch (RuntimeException bug) {
      onBug.accept(bug);
    }
  }

  /** Ends between two turns, and writes down what is known by then. */
  void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join();
      turn(clock.instant());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreClosedException _) {
      // The store failed first; the uses of the last minute are lost with it.
    }
  }
}
