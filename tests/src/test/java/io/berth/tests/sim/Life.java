package io.berth.tests.sim;

import io.berth.scheduler.store.StoreClosedException;
import java.time.Duration;

/**
 * One life of a process: what it does later happens only while it lives, and it can be told to die
 * at its nth next touch of disk or engine. A busy one does nothing until it is free again.
 */
final class Life {
  private final Surroundings world;
  private final String name;
  private final Runnable onDeath;
  private boolean over;
  private int effectsLeft = Integer.MAX_VALUE;
  private Duration busyUntil = Duration.ZERO;
  private final Duration bornAt;

  /** Whoever dies by itself is told of; who is killed from outside is not. */
  Life(Surroundings world, String name, Runnable onDeath) {
    this.world = world;
    this.name = name;
    this.onDeath = onDeath;
    this.bornAt = world.time().now();
  }

  boolean isOver() {
    return over;
  }

  /** How long it has lived. */
  Duration age() {
    return world.time().now().minus(bornAt);
  }

  /** It is killed: nothing of it goes on. */
  void end() {
    over = true;
  }

  /** Its nth next effect is its last; the one that is named so is done or not, by chance. */
  void dieAfter(int effects) {
    effectsLeft = effects;
  }

  /** A moment at which a process can die: before and after whatever outlives it. */
  void effect(String what) {
    if (over) {
      throw new ProcessDied(what);
    }
    if (--effectsLeft < 0) {
      world.story().tell(name + " dies at: " + what);
      throw new ProcessDied(what);
    }
  }

  /** Its disk or its cpu lets it wait. */
  void busyFor(Duration time) {
    Duration until = world.time().now().plus(time);
    busyUntil = until.compareTo(busyUntil) > 0 ? until : busyUntil;
  }

  boolean isBusy() {
    return world.time().now().compareTo(busyUntil) < 0;
  }

  /** For how long it has not had to wait. */
  Duration freeFor() {
    return world.time().now().minus(busyUntil);
  }

  /** When what it says now leaves it. */
  Duration freeAt() {
    Duration now = world.time().now();
    return isBusy() ? busyUntil : now;
  }

  void after(Duration wait, Runnable work) {
    world.time().after(wait, () -> run(work));
  }

  /** Now, or when it is no longer busy; never after its death. */
  void run(Runnable work) {
    if (over) {
      return;
    }
    if (isBusy()) {
      world.time().at(busyUntil, () -> run(work));
      return;
    }
    try {
      work.run();
    } catch (ProcessDied | StoreClosedException _) {
      if (!over) {
        over = true;
        onDeath.run();
      }
    }
  }
}
