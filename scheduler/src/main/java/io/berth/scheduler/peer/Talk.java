package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is spoken after a hello was accepted, with one kind of peers. It has no thread; one thread
 * at a time drives it.
 *
 * @param <I> what the peer sends
 * @param <C> what names something of its that has changed
 */
public interface Talk<I, C> {
  void on(I message, Moment now) throws ContractBrokenException;

  /** Does what time demands and sends what the stream takes; answers with last words at the end. */
  Optional<Refusal> turn(Moment now);

  /** When there is something to do without any news; empty while only news can help. */
  OptionalLong wakeNanos();

  /** Whether what a beginning asks for is done: the peer has been told what it must know. */
  boolean isSettled(Moment now);

  /** Whether a change is news; else it can wait for what comes next anyway. */
  boolean awaitsChanges();

  /** Takes over what was marked as changed since the last time. */
  void changed(Mailbox.Delivery<I, C> delivery);

  /** Somebody wants to know whether this peer still answers. */
  void probe(Mailbox<?, ?> asker);

  /** Nothing more is said or heard. */
  void ended();
}
