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
  private final Around around;
  private Entry entry = new Entry.Outside();

  /** What it shares with the threads of other sessions. */
  record Around(Supplier<Moment> clock, Admission admission) {}

  /** How far it is on its way in. */
  private sealed interface Entry {
    record Outside() implements Entry {}

    /** It has one of few places, and must give it back. */
    record Entering(long untilNanos) implements Entry {}

    record Inside() implements Entry {}
  }

  SessionThread(
      PeerSession<I, O, C> session,
      Mailbox<I, C> mailbox,
      ServerCallStreamObserver<?> call,
      Around around) {
    this.session = session;
    this.mailbox = mailbox;
    this.call = call;
    this.around = around;
  }

  @Override
  public void run() {
    boolean whole = false;
    try {
      while (!session.isOver()) {
        var delivery = mailbox.take(waitNanos(), session.awaitsChanges());
        if (delivery.message().isPresent() && entry instanceof Entry.Outside) {
          enter();
        }
        take(delivery);
        letOthersIn();
      }
      whole = true;
    } catch (StoreClosedException _) {
      session.on(
          new Signal.Ended(
              RefusalWire.of(RefusalCode.REFUSAL_CODE_BUSY, "the scheduler ends; come again")),
          now());
      whole = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (entry instanceof Entry.Entering) {
        around.admission().leave();
      }
      if (!whole) {
        // Also what a bug leaves behind: its peer must not keep a place that nobody serves.
        session.on(new Signal.StreamClosed(), now());
      }
    }
  }

  /** Its hello is here. What it says to somebody who is sent away is never heard. */
  private void enter() throws InterruptedException {
    if (around.admission().enter()) {
      entry = new Entry.Entering(now().in(Admission.LONGEST));
    } else {
      entry = new Entry.Inside();
      session.on(new Signal.Ended(around.admission().full()), now());
    }
  }

  private void letOthersIn() {
    Moment now = now();
    if (entry instanceof Entry.Entering(long until)
        && (session.isSettled(now) || now.isAtOrAfter(until))) {
      entry = new Entry.Inside();
      around.admission().leave();
    }
  }

  private Moment now() {
    return around.clock().get();
  }

  private void take(Mailbox.Delivery<I, C> delivery) {
    session.take(delivery, now());
    if (delivery.message().isPresent()) {
      call.request(1);
    }
  }

  private long waitNanos() {
    long now = now().nanos();
    long wait = LONGEST_WAIT.toNanos();
    var wake = session.wakeNanos();
    if (wake.isPresent()) {
      wait = Math.min(wait, wake.getAsLong() - now);
    }
    if (entry instanceof Entry.Entering(long until)) {
      wait = Math.min(wait, until - now);
    }
    return Math.max(wait, 0);
  }
}
