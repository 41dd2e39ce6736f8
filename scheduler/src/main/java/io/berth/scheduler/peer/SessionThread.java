package io.berth.scheduler.peer;

import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.store.StoreClosedException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Drives one session: takes from its mailbox, hands on, and lets it send. One virtual thread runs
 * it; it may wait for the store, and then the stream brings nothing more.
 */
final class SessionThread<I, O, C> implements Runnable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final PeerSession<I, O, C> session;
  private final Mailbox<I, C> mailbox;
  private final ServerCallStreamObserver<?> call;
  private final Supplier<Moment> clock;

  SessionThread(
      PeerSession<I, O, C> session,
      Mailbox<I, C> mailbox,
      ServerCallStreamObserver<?> call,
      Supplier<Moment> clock) {
    this.session = session;
    this.mailbox = mailbox;
    this.call = call;
    this.clock = clock;
  }

  @Override
  public void run() {
    boolean whole = false;
    try {
      while (!session.isOver()) {
        take(mailbox.take(waitNanos(), session.awaitsChanges()));
      }
      whole = true;
    } catch (StoreClosedException _) {
      session.on(
          new Signal.Ended(
              RefusalWire.of(RefusalCode.REFUSAL_CODE_BUSY, "the scheduler ends; come again")),
          clock.get());
      whole = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (!whole) {
        // Also what a bug leaves behind: its peer must not keep a place that nobody serves.
        session.on(new Signal.StreamClosed(), clock.get());
      }
    }
  }

  private void take(Mailbox.Delivery<I, C> delivery) {
    session.take(delivery, clock.get());
    if (delivery.message().isPresent()) {
      call.request(1);
    }
  }

  private long waitNanos() {
    long longest = LONGEST_WAIT.toNanos();
    var wake = session.wakeNanos();
    return wake.isEmpty()
        ? longest
        : Math.clamp(wake.getAsLong() - clock.get().nanos(), 0, longest);
  }
}
