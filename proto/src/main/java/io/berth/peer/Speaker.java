package io.berth.peer;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import io.berth.proto.common.Heartbeat;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One kind of peer in one conversation: what it says, and what it makes of what only its kind
 * hears. Called by the conversation alone.
 *
 * @param <O> what it says
 * @param <I> what it hears
 */
public interface Speaker<O, I> {

  O hello(ByteString nonce, Optional<String> rejoinToken);

  O heartbeat(Heartbeat beat);

  /** What a message is, as far as every kind of peer hears it. */
  SchedulerWord read(I message);

  /** The epoch of the state that this peer holds; a scheduler of an earlier one is not believed. */
  OptionalLong heldEpoch();

  /** The lease is granted until then, by the first word or by a later one. */
  void leased(Duration until, Moment now);

  /** That hello was accepted; comes after its lease. */
  void opened(I hello, Moment now);

  /** A word of its own kind, after the hello; answers why the conversation is over then, if so. */
  Optional<Ending> heard(I message, Moment now);

  /** The next thing to say; a stream that takes no more is not asked for. */
  Optional<O> next(Moment now);

  /** When there will be something to say although nothing happens. */
  Optional<Duration> dueAt();
}
