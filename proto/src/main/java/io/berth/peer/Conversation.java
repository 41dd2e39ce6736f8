package io.berth.peer;

import io.berth.base.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * One stream with the scheduler from its hello to its end, driven by messages and time: its driver
 * calls {@link #begin} once, then {@link #on} for each message and {@link #turn} whenever the last
 * turn asked for it, something is to be told, or the stream became ready. Used by one caller at a
 * time.
 *
 * @param <I> what the scheduler says
 */
public interface Conversation<I> {

  void begin(Moment now);

  /** Takes one message; after the end they are without meaning. */
  void on(I message, Moment now);

  /** Says what there is to say; answers when it is to be called again at the latest. */
  Duration turn(Moment now);

  /** The stream has ended under it. */
  void cut(String sentence);

  /** The scheduler has accepted the hello. */
  boolean isOpen();

  /** Why it is over, once it is. */
  Optional<Ending> ending();
}
