package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The scheduler's side of one stream of one agent, from its hello to its last word. It is driven by
 * messages, signals and time, and has no thread: whoever drives it calls {@link #turn} after each
 * of them and again at {@link #wakeNanos}. Only one thread at a time may drive it.
 */
final class AgentSession {
  private final Visitor visitor;
  private final Surroundings around;
  private final Outbound outbound;
  private Stage stage;

  /** How far the session is. */
  private sealed interface Stage {

    /** Nothing was said yet. */
    record Silent(long deadlineNanos) implements Stage {}

    /** An older session may still live: it is asked before this one is let in. */
    record Asking(Greeting greeting, long deadlineNanos) implements Stage {}

    record Open(OpenSession session) implements Stage {}

    record Over() implements Stage {}
  }

  AgentSession(Visitor visitor, Surroundings around, Outbound outbound, Moment now) {
    this.visitor = visitor;
    this.around = around;
    this.outbound = outbound;
    this.stage = new Stage.Silent(now.in(around.times().hello()));
  }

  boolean isOver() {
    return stage instanceof Stage.Over;
  }

  /** When there is something to do without any news; empty while only news can help. */
  OptionalLong wakeNanos() {
    return switch (stage) {
      case Stage.Silent(long deadline) -> OptionalLong.of(deadline);
      case Stage.Asking(_, long deadline) -> OptionalLong.of(deadline);
      case Stage.Open(var session) -> session.wakeNanos();
      case Stage.Over() -> OptionalLong.empty();
    };
  }

  /** Whether a change of a task is news; else it can wait for what comes next anyway. */
  boolean awaitsChanges() {
    return stage instanceof Stage.Open(var session) && session.awaitsChanges();
  }

  void on(AgentMessage message, Moment now) {
    try {
      switch (stage) {
        case Stage.Silent _ -> greeted(message, now);
        case Stage.Asking _ ->
            throw new ContractBrokenException("a message came before the hello was answered");
        case Stage.Open(var session) -> session.on(message, now);
        case Stage.Over() -> {}
      }
    } catch (ContractBrokenException e) {
      broken(e);
    }
  }

  void on(Signal signal, Moment now) {
    switch (signal) {
      case Signal.Replaced() ->
          end(
              RefusalWire.of(
                  RefusalCode.REFUSAL_CODE_REPLACED, "a newer session of this host has begun"));
      case Signal.Ended(Refusal refusal) -> end(refusal);
      case Signal.StreamClosed() -> close();
      case Signal.ProbeWanted(Mailbox asker) -> {
        if (stage instanceof Stage.Open(var session)) {
          session.probe(asker);
        }
      }
      case Signal.ProbeAnswered() -> {
        if (stage instanceof Stage.Asking) {
          refuseSecond();
        }
      }
    }
  }

  /** Rows of these tasks are no longer as they were. */
  void changed(Collection<TaskId> tasks) {
    if (stage instanceof Stage.Open(var session)) {
      session.changed(tasks);
    }
  }

  /** The same of every task of the host. */
  void everythingChanged() {
    if (stage instanceof Stage.Open(var session)) {
      session.everythingChanged();
    }
  }

  /** Does what time demands, and sends what the stream takes. */
  void turn(Moment now) {
    switch (stage) {
      case Stage.Silent(long deadline) -> {
        if (now.isAtOrAfter(deadline)) {
          end(
              RefusalWire.of(
                  RefusalCode.REFUSAL_CODE_HELLO_INVALID, "no hello came in time; connect again"));
        }
      }
      case Stage.Asking(var greeting, long deadline) -> {
        if (now.isAtOrAfter(deadline)) {
          accept(greeting, now);
        }
      }
      case Stage.Open _, Stage.Over _ -> {}
    }
    if (stage instanceof Stage.Open(var session)) {
      session.turn(now).ifPresent(this::end);
    }
  }

  private void greeted(AgentMessage message, Moment now) throws ContractBrokenException {
    if (!message.hasHello()) {
      throw new ContractBrokenException("the first message is not a hello");
    }
    Greeting greeting = Greeting.read(message.getHello(), visitor.address());
    if (greeting.desiredVersion().isPresent()) {
      overtake(greeting.desiredVersion().get());
    }
    Snapshot state = around.store().snapshot();
    Optional<Sessions.Seat> seated = around.sessions().at(visitor.host());
    if (seated.isEmpty() || continues(greeting, state) || isRedeemed(greeting, now)) {
      accept(greeting, now);
    } else if (seated.get().mailbox().tell(new Signal.ProbeWanted(visitor.mailbox()))) {
      stage = new Stage.Asking(greeting, now.in(around.times().probe()));
    } else {
      end(RefusalWire.busy("too many streams want this host's place", around.times().probe()));
    }
  }

  private boolean continues(Greeting greeting, Snapshot state) {
    return state
        .find(Tables.HOSTS, visitor.host())
        .filter(host -> greeting.hello().incarnation().continues(host.contact().incarnation()))
        .isPresent();
  }

  /** A token that is good for nothing changes nothing: the older session is asked all the same. */
  private boolean isRedeemed(Greeting greeting, Moment now) {
    return greeting
        .rejoinToken()
        .filter(token -> around.rejoins().redeem(visitor.host(), token, now.time()))
        .isPresent();
  }

  /**
   * A version that this state has never reached was given by one that came after it, so this one
   * was put back. Numbers from here on must not be mistaken for those that peers have seen.
   */
  private void overtake(Version told) throws ContractBrokenException {
    Version own = around.store().snapshot().version();
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
        around
            .store()
            .update(
                Lane.REPORTS,
                tx -> {
                  tx.beginEpoch(told.epoch() + 1);
                  return true;
                });
    alarm(
        Alarm.Kind.STATE_PUT_BACK,
        "the agent knows version %d.%d, this scheduler had only reached %d.%d: its state was put"
                .formatted(told.epoch(), told.number(), own.epoch(), own.number())
            + " back; a new epoch has begun, and what was written since is lost");
  }

  private void accept(Greeting greeting, Moment now) {
    switch (around.hosts().hello(visitor.host(), visitor.cluster(), greeting.hello())) {
      case Outcome.Refused<Host>(var refusal) ->
          end(RefusalWire.of(code(refusal.code()), refusal.sentence()));
      case Outcome.Done<Host>(var host) -> sit(greeting, host, now);
    }
  }

  private void sit(Greeting greeting, Host host, Moment now) {
    var seat = new Sessions.Seat(host.id(), host.contact().session(), visitor.mailbox());
    if (!around.sessions().take(seat)) {
      on(new Signal.Replaced(), now);
      return;
    }
    Snapshot state = around.store().snapshot();
    stage =
        new Stage.Open(
            new OpenSession(seat, visitor.address(), around, outbound, state.version().epoch()));
    // Only who has a seat is told of a revocation, so one before that is looked for here.
    if (!isAdmitted(state)) {
      end(RefusalWire.revoked(visitor.host()));
      return;
    }
    visitor.presence().begin(host.id(), now.nanos());
    outbound.send(
        SchedulerMessage.newBuilder()
            .setHello(around.greeter().hello(greeting.clockNonce(), state, now.time()))
            .build());
  }

  private boolean isAdmitted(Snapshot state) {
    return state
        .find(Tables.PEERS, new PeerId(visitor.host().high(), visitor.host().low()))
        .filter(peer -> peer.state() instanceof Peer.State.Active)
        .isPresent();
  }

  private void refuseSecond() {
    String sentence =
        "another agent with this host's identity is connected and answers; this one does not"
            + " continue its journal. Stop one of the two, or wait until the other is gone";
    alarm(Alarm.Kind.SECOND_STREAM, sentence);
    end(RefusalWire.of(RefusalCode.REFUSAL_CODE_SECOND_STREAM, sentence));
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
    around.alarms().accept(new Alarm(kind, visitor.host(), sentence));
  }

  private void end(Refusal lastWords) {
    if (!isOver()) {
      outbound.send(SchedulerMessage.newBuilder().setRefusal(lastWords).build());
      close();
    }
  }

  private void close() {
    if (stage instanceof Stage.Open(var session)) {
      around.sessions().leave(session.seat());
    }
    visitor.presence().end();
    if (!isOver()) {
      stage = new Stage.Over();
      outbound.end();
    }
  }

  private static RefusalCode code(Code code) {
    return code == Code.HOST_INACTIVE
        ? RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED
        : RefusalCode.REFUSAL_CODE_IDENTITY_UNKNOWN;
  }
}
