package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.PeerCheck;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the streams of one kind of peers: admits by certificate, and gives each stream a mailbox
 * and a thread. What gRPC calls here only puts into the mailbox.
 */
public final class PeerStreams<I, O, C> {
  private static final Duration TOO_MANY_RETRY = Duration.ofSeconds(5);

  private final Door<I, O, C> door;
  private final Leases leases;
  private final PortShell shell;
  private final Admission admission = new Admission();
  private final Map<PeerId, Integer> open = new ConcurrentHashMap<>();

  public PeerStreams(Door<I, O, C> door, Leases leases, PortShell shell) {
    this.door = door;
    this.leases = leases;
    this.shell = shell;
  }

  /** A stream was opened by the caller of the call that is being served. */
  public StreamObserver<I> connect(StreamObserver<O> answers) {
    var call = (ServerCallStreamObserver<O>) answers;
    Caller caller = Caller.current();
    var admitted =
        PeerCheck.admit(
            caller.chain(),
            door.kind(),
            shell.clock().get().time(),
            door.lobby().store().snapshot());
    return switch (admitted) {
      case Outcome.Refused<Peer> refused -> {
        PeerCheck.shownAs(caller.chain(), door.lobby().store().snapshot())
            .map(peer -> refusedAlarm(peer, caller.address(), refused.sentence()))
            .ifPresent(door.lobby().alarms());
        yield refuse(call, RefusalWire.of(refused));
      }
      case Outcome.Done<Peer>(var peer) -> admit(call, caller, peer);
    };
  }

  /** Also the usual end of a host that was taken out while its agent runs on. */
  static Alarm refusedAlarm(PeerId peer, InetAddress from, String why) {
    return new Alarm(
        Alarm.Kind.IDENTITY_REFUSED,
        peer,
        "somebody at " + from.getHostAddress() + " shows its certificate and is refused: " + why);
  }

  private StreamObserver<I> admit(ServerCallStreamObserver<O> call, Caller caller, Peer peer) {
    if (open.merge(peer.id(), 1, Integer::sum) > shell.streamsPerPeer()) {
      leave(peer.id());
      return refuse(
          call, RefusalWire.busy("too many streams of this identity are open", TOO_MANY_RETRY));
    }
    Mailbox<I, C> mailbox = new Mailbox<>();
    Presence presence = new Presence(leases);
    Visitor<C> visitor = new Visitor<>(peer, caller.address(), mailbox, presence);
    call.disableAutoRequest();
    call.setOnReadyHandler(mailbox::nudge);
    call.setOnCancelHandler(() -> mailbox.tell(new Signal.StreamClosed()));

    PeerSession<I, O, C> session =
        new PeerSession<>(visitor, door, new StreamOutbound<>(call), shell.clock().get());
    SessionThread<I, O, C> thread =
        new SessionThread<>(
            session, mailbox, call, new SessionThread.Around(shell.clock(), admission));
    shell
        .threads()
        .execute(() -> {
          try {
            thread.run();
          } finally {
            leave(peer.id());
          }
        });
    call.request(Mailbox.MOST_MESSAGES);
    return new Incoming(mailbox, presence);
  }

  private void leave(PeerId peer) {
    open.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
  }

  private StreamObserver<I> refuse(ServerCallStreamObserver<O> call, Refusal refusal) {
    call.onNext(door.lastWords(refusal));
    call.onCompleted();
    return new Ignored<>();
  }

  /** Puts what the peer sends into the mailbox. */
  private final class Incoming implements StreamObserver<I> {
    private final Mailbox<I, C> mailbox;
    private final Presence presence;

    Incoming(Mailbox<I, C> mailbox, Presence presence) {
      this.mailbox = mailbox;
      this.presence = presence;
    }

    @Override
    public void onNext(I message) {
      if (door.isHeartbeat(message)) {
        presence.heartbeat(shell.clock().get().nanos());
      }
      if (!mailbox.put(message)) {
        mailbox.tell(
            new Signal.Ended(
                RefusalWire.of(
                    RefusalCode.REFUSAL_CODE_CONTRACT_BROKEN, "more came than was asked for")));
      }
    }

    @Override
    public void onError(Throwable failure) {
      mailbox.tell(new Signal.StreamClosed());
    }

    /** The peer says nothing more, so there is no session any more. */
    @Override
    public void onCompleted() {
      mailbox.tell(new Signal.StreamClosed());
    }
  }

  /** Takes no notice of what a refused stream still sends. */
  private record Ignored<I>() implements StreamObserver<I> {
    @Override
    public void onNext(I message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
