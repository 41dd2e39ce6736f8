package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The scheduler's side of one stream of one peer, from its hello to its last word: who may speak,
 * and who speaks for an identity that two claim. It is driven by messages, signals and time, and
 * has no thread: whoever drives it calls {@link #turn} after each of them and again at {@link
 * #wakeNanos}. Only one thread at a time may drive it.
 *
 * @param <I> what the peer sends
 * @param <O> what it is sent
 * @param <C> what names something of its that has changed
 */
public final class PeerSession<I, O, C> {
  private final Visitor<C> visitor;
  private final Door<I, O, C> door;
  private final Lobby<C> lobby;
  private final Outbound<O> outbound;
  private Stage<I, O, C> stage;

  /** How far the session is. */
  private sealed interface Stage<I, O, C> {
    /** Nothing was said yet. */
    record Silent<I, O, C>(long deadlineNanos) implements Stage<I, O, C> {}

    /** An older session may still live: it is asked before this one is let in. */
    record Asking<I, O, C>(Guest<I, O, C> guest, long deadlineNanos) implements Stage<I, O, C> {}

    record Open<I, O, C>(Seats.Seat<C> seat, Talk<I, C> talk) implements Stage<I, O, C> {}

    record Over<I, O, C>() implements Stage<I, O, C> {}
  }

  public PeerSession(Visitor<C> visitor, Door<I, O, C> door, Outbound<O> outbound, Moment now) {
    this.visitor = visitor;
    this.door = door;
    this.lobby = door.lobby();
    this.outbound = outbound;
    this.stage = new Stage.Silent<>(now.in(lobby.times().hello()));
  }

  public boolean isOver() {
    return stage instanceof Stage.Over;
  }

  /** When there is something to do without any news; empty while only news can help. */
  public OptionalLong wakeNanos() {
    return switch (stage) {
      case Stage.Silent<I, O, C>(long deadline) -> OptionalLong.of(deadline);
      case Stage.Asking<I, O, C>(_, long deadline) -> OptionalLong.of(deadline);
      case Stage.Open<I, O, C>(_, var talk) -> talk.wakeNanos();
      case Stage.Over<I, O, C>() -> OptionalLong.empty();
    };
  }

  /** Whether its beginning is over, well or not. */
  boolean isSettled(Moment now) {
    return switch (stage) {
      case Stage.Silent<I, O, C> _, Stage.Asking<I, O, C> _ -> false;
      case Stage.Open<I, O, C>(_, var talk) -> talk.isSettled(now);
      case Stage.Over<I, O, C>() -> true;
    };
  }

  /** Whether a change is news; else it can wait for what comes next anyway. */
  public boolean awaitsChanges() {
    return stage instanceof Stage.Open<I, O, C>(_, var talk) && talk.awaitsChanges();
  }

  /** Takes in all that waited, and sends what the stream takes. */
  public void take(Mailbox.Delivery<I, C> delivery, Moment now) {
    delivery.signals().forEach(signal -> on(signal, now));
    if (stage instanceof Stage.Open<I, O, C>(_, var talk)) {
      talk.changed(delivery);
    }
    delivery.message().ifPresent(message -> on(message, now));
    turn(now);
  }

  private void on(I message, Moment now) {
    try {
      switch (stage) {
        case Stage.Silent<I, O, C> _ -> greeted(message, now);
        case Stage.Asking<I, O, C> _ ->
            throw new ContractBrokenException("a message came before the hello was answered");
        case Stage.Open<I, O, C>(_, var talk) -> talk.on(message, now);
        case Stage.Over<I, O, C>() -> {}
      }
    } catch (ContractBrokenException e) {
      broken(e);
    }
  }

  public void on(Signal signal, Moment now) {
    switch (signal) {
      case Signal.Replaced() -> end(replaced());
      case Signal.Ended(Refusal refusal) -> end(refusal);
      case Signal.StreamClosed() -> close();
      case Signal.ProbeWanted(var asker) -> {
        if (stage instanceof Stage.Open<I, O, C>(_, var talk)) {
          talk.probe(asker);
        }
      }
      case Signal.ProbeAnswered() -> {
        if (stage instanceof Stage.Asking) {
          refuseSecond();
        }
      }
    }
  }

  /** Does what time demands, and sends what the stream takes. */
  public void turn(Moment now) {
    switch (stage) {
      case Stage.Silent<I, O, C>(long deadline) -> {
        if (now.isAtOrAfter(deadline)) {
          end(
              RefusalWire.of(
                  RefusalCode.REFUSAL_CODE_HELLO_INVALID, "no hello came in time; connect again"));
        }
      }
      case Stage.Asking<I, O, C>(var guest, long deadline) -> {
        if (now.isAtOrAfter(deadline)) {
          accept(guest, now);
        }
      }
      case Stage.Open<I, O, C> _, Stage.Over<I, O, C> _ -> {}
    }
    if (stage instanceof Stage.Open<I, O, C>(_, var talk)) {
      talk.turn(now).ifPresent(this::end);
    }
  }

  private void greeted(I message, Moment now) throws ContractBrokenException {
    Guest<I, O, C> guest = door.greeted(message, visitor);
    if (guest.toldVersion().isPresent()) {
      overtake(guest.toldVersion().get());
    }
    Snapshot state = lobby.store().snapshot();
    Optional<Seats.Seat<C>> seated = lobby.seats().at(visitor.id());
    if (seated.isEmpty() || guest.continuesJournal(state) || isRedeemed(guest, now)) {
      accept(guest, now);
    } else if (seated.get().mailbox().tell(new Signal.ProbeWanted(visitor.mailbox()))) {
      stage = new Stage.Asking<>(guest, now.in(lobby.times().probe()));
    } else {
      end(RefusalWire.busy("too many streams want this place", lobby.times().probe()));
    }
  }

  /** A token that is good for nothing changes nothing: the older session is asked all the same. */
  private boolean isRedeemed(Guest<I, O, C> guest, Moment now) {
    return guest
        .rejoinToken()
        .filter(token -> lobby.rejoins().redeem(visitor.id(), token, now.time()))
        .isPresent();
  }

  /**
   * A version that this state has never reached was given by one that came after it, so this one
   * was put back. Numbers from here on must not be mistaken for those that peers have seen.
   */
  private void overtake(Version told) throws ContractBrokenException {
    Version own = lobby.store().snapshot().version();
    if (told.compareTo(own) <= 0) {
      return;
    }
    if (!Bounds.isPossibleLeap(own, told)) {
      throw new ContractBrokenException(
          "the epoch "
              + told.epoch()
              + " is too far ahead of "
              + own.epoch()
              + " to be one of ours");
    }
    boolean _ =
        lobby
            .store()
            .update(
                Lane.REPORTS,
                tx -> {
                  tx.beginEpoch(told.epoch() + 1);
                  return true;
                });
    alarm(
        Alarm.Kind.STATE_PUT_BACK,
        "the peer knows version %d.%d, this scheduler had only reached %d.%d: its state was put"
                .formatted(told.epoch(), told.number(), own.epoch(), own.number())
            + " back; a new epoch has begun, and what was written since is lost");
  }

  private void accept(Guest<I, O, C> guest, Moment now) {
    switch (guest.register(now)) {
      case Guest.Entry.Refused(var lastWords) -> end(lastWords);
      case Guest.Entry.Admitted(long number) -> sit(guest, number, now);
    }
  }

  private void sit(Guest<I, O, C> guest, long number, Moment now) {
    var seat = new Seats.Seat<>(visitor.id(), number, visitor.mailbox());
    if (!lobby.seats().take(seat)) {
      end(replaced());
      return;
    }
    Snapshot state = lobby.store().snapshot();
    stage = new Stage.Open<>(seat, guest.talk(number, state, outbound, now));
    // Only who has a seat is told of a revocation, so one before that is looked for here.
    if (!isAdmitted(state)) {
      end(RefusalWire.revoked(visitor.id()));
      return;
    }
    visitor.presence().begin(visitor.id(), now.nanos());
    outbound.send(guest.welcome(state, now));
  }

  private boolean isAdmitted(Snapshot state) {
    return state
        .find(Tables.PEERS, visitor.id())
        .filter(peer -> peer.state() instanceof Peer.State.Active)
        .isPresent();
  }

  private void refuseSecond() {
    String sentence =
        "another process with this identity is connected and answers; this one does not"
            + " continue its journal. Stop one of the two, or wait until the other is gone";
    alarm(Alarm.Kind.SECOND_STREAM, sentence);
    end(RefusalWire.of(RefusalCode.REFUSAL_CODE_SECOND_STREAM, sentence));
  }

  private static Refusal replaced() {
    return RefusalWire.of(
        RefusalCode.REFUSAL_CODE_REPLACED, "a newer session of this identity has begun");
  }

  private void broken(ContractBrokenException fault) {
    boolean greeted = stage instanceof Stage.Open;
    alarm(greeted ? Alarm.Kind.CONTRACT_BROKEN : Alarm.Kind.HELLO_INVALID, fault.sentence());
    end(
        RefusalWire.of(
            greeted
                ? RefusalCode.REFUSAL_CODE_CONTRACT_BROKEN
                : RefusalCode.REFUSAL_CODE_HELLO_INVALID,
            fault.sentence()));
  }

  private void alarm(Alarm.Kind kind, String sentence) {
    lobby.alarms().accept(new Alarm(kind, visitor.id(), sentence));
  }

  private void end(Refusal lastWords) {
    if (!isOver()) {
      outbound.send(door.lastWords(lastWords));
      close();
    }
  }

  private void close() {
    if (stage instanceof Stage.Open<I, O, C>(var seat, var talk)) {
      lobby.seats().leave(seat);
      talk.ended();
    }
    visitor.presence().end();
    if (!isOver()) {
      stage = new Stage.Over<>();
      outbound.end();
    }
  }
}
