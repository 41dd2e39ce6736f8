package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.scheduler.model.PeerKind;

/**
 * How one kind of peers is met: reads their hellos, and says goodbye in their words.
 *
 * @param <I> what they send
 * @param <O> what they are sent
 * @param <C> what names something of theirs that has changed
 */
public interface Door<I, O, C> {
  /** Whom it is for. */
  PeerKind kind();

  /** What all sessions with them share. */
  Lobby<C> lobby();

  /** Reads the first message of a stream. */
  Guest<I, O, C> greeted(I first, Visitor<C> visitor) throws ContractBrokenException;

  boolean isHeartbeat(I message);

  /** The last message of a stream. */
  O lastWords(Refusal refusal);
}
