package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Version;
import java.util.Optional;

/**
 * A peer whose hello was read and holds to the contract's limits, and that is not let in yet.
 *
 * @param <I> what it sends
 * @param <O> what it is sent
 * @param <C> what names something of its that has changed
 */
public interface Guest<I, O, C> {
  /** The version of the state that it was told last, if any. */
  Optional<Version> toldVersion();

  /** The token with which it asks for a place that somebody else has. */
  Optional<String> rejoinToken();

  /** Whether it goes on where the last accepted session of its identity was. */
  boolean continuesJournal(Snapshot state);

  /** Writes down that it is there. */
  Entry register(Moment now);

  /** Accepts its hello. */
  O welcome(Snapshot state, Moment now);

  /** What follows the hello. */
  Talk<I, C> talk(long number, Snapshot state, Outbound<O> outbound, Moment now);

  /** What came of writing down that a guest is there. */
  sealed interface Entry {
    /**
     * It is.
     *
     * @param number of its session; of two sessions the higher one counts
     */
    record Admitted(long number) implements Entry {}

    /** It may not be there. */
    record Refused(Refusal lastWords) implements Entry {}
  }
}
