package io.berth.agent.task;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.Image;
import io.berth.agent.model.JournalEntry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one image once at a time: who asks while it is being pulled waits for that pull and shares
 * its end. Remembers what was ever pulled. May be called from any thread.
 */
final class ImagePulls {
  private static final Logger LOGGER = System.getLogger(ImagePulls.class.getName());

  private static final int MOST_PULLS = 4;

  private final ContainerEngine engine;
  private final TaskJournal journal;
  private final Semaphore slots = new Semaphore(MOST_PULLS, true);
  private final Map<String, Pull> underWay = new HashMap<>();
  private final Set<String> everPulled;

  ImagePulls(ContainerEngine engine, TaskJournal journal, Collection<String> everPulled) {
    this.engine = engine;
    this.journal = journal;
    this.everPulled = new HashSet<>(everPulled);
  }

  Image pull(String reference) throws EngineException {
    while (true) {
      Pull own = new Pull();
      Pull pull = join(reference, own);
      if (pull == own) {
        return lead(reference, own);
      }
      pull.await();
      // A leader that was told to end says nothing about the image.
      if (!pull.wasInterrupted()) {
        return pull.image();
      }
    }
  }

  synchronized boolean wasEverPulled(String reference) {
    return everPulled.contains(reference);
  }

  private synchronized Pull join(String reference, Pull own) {
    return Objects.requireNonNullElse(underWay.putIfAbsent(reference, own), own);
  }

  private Image lead(String reference, Pull pull) throws EngineException {
    try {
      pull.image = bounded(reference);
      remember(reference);
    } catch (EngineException failure) {
      pull.failure = failure;
    } finally {
      leave(reference, pull);
    }
    return pull.image();
  }

  private Image bounded(String reference) throws EngineException {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return engine.pull(reference);
    } finally {
      slots.release();
    }
  }

  private static EngineException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new EngineException(
        EngineException.Kind.INTERRUPTED, true, "waiting for a pull was interrupted", e);
  }

  private synchronized void leave(String reference, Pull pull) {
    underWay.remove(reference, pull);
    pull.ended.countDown();
  }

  private void remember(String reference) {
    if (isNew(reference)) {
      try {
        journal.note(List.of(new JournalEntry.Pulled(reference)));
      } catch (IOException e) {
        // Forgotten at the next start, then: one pull too many.
        LOGGER.log(
            Level.WARNING,
            "A pulled image could not be noted: image={0} cause={1}",
            reference,
            e.getMessage());
      }
    }
  }

  private synchronized boolean isNew(String reference) {
    return everPulled.add(reference);
  }

  /** One pull that several wait for; its fields are written before the latch opens. */
  private static final class Pull {
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Image image;
    private @Nullable EngineException failure;

    void await() throws EngineException {
      try {
        ended.await();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    boolean wasInterrupted() {
      return failure != null && failure.kind() == EngineException.Kind.INTERRUPTED;
    }

    Image image() throws EngineException {
      if (image != null) {
        return image;
      }
      throw Objects.requireNonNullElseGet(
          failure,
          () ->
              new EngineException(
                  EngineException.Kind.FAULT, true, "the pull ended by a bug here"));
    }
  }
}
