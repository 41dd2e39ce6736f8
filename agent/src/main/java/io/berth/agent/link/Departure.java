package io.berth.agent.link;

/**
 * Whether the machine of this host is about to end, as somebody on it says, and how far the
 * scheduler is with emptying the host. Any thread may call.
 */
public final class Departure {
  private int wishes;
  private long asked;
  private Progress progress = new Progress.Unheard();

  /** How far the scheduler is, as this host knows it. */
  public sealed interface Progress {

    /** It has not said anything about it, perhaps since it is not to be reached. */
    record Unheard() implements Progress {}

    /** It does not know what a shutdown is. */
    record NotUnderstood() implements Progress {}

    /** So many tasks of services and so many others are left. */
    record Left(int serviceTasks, int otherTasks) implements Progress {}
  }

  /** Somebody wants the host to be empty; told in this session and in each later one. */
  public synchronized void begin() {
    wishes++;
    asked++;
    if (progress instanceof Progress.Left) {
      // It was the answer to somebody else, perhaps long ago.
      progress = new Progress.Unheard();
    }
  }

  /** Does not want it any more, as far as this host has to tell; what was told stays true. */
  public synchronized void end() {
    if (wishes == 0) {
      throw new IllegalStateException("a wish ends that never began");
    }
    wishes--;
  }

  public synchronized Progress progress() {
    return progress;
  }

  /** How often somebody wanted it by now; zero while nobody does. */
  synchronized long wanted() {
    return wishes > 0 ? asked : 0;
  }

  /** The scheduler has said so. */
  public synchronized void heard(Progress newest) {
    progress = newest;
  }
}
