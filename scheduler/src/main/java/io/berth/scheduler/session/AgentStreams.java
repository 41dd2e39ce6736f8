package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.PeerCheck;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerKind;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Opens the streams of agents: admits by certificate, and gives each stream a mailbox and a thread.
 * What gRPC calls here only puts into the mailbox.
 */
final class AgentStreams extends AgentSessionGrpc.AgentSessionImplBase {
  private static final Duration TOO_MANY_RETRY = Duration.ofSeconds(5);

  private final Surroundings around;
  private final Leases leases;
  private final Supplier<Moment> clock;
  private final Executor threads;
  private final int mostPerHost;
  private final Map<HostId, Integer> open = new ConcurrentHashMap<>();

  AgentStreams(
      Surroundings around,
      Leases leases,
      Supplier<Moment> clock,
      Executor threads,
      int mostPerHost) {
    this.around = around;
    this.leases = leases;
    this.clock = clock;
    this.threads = threads;
    this.mostPerHost = mostPerHost;
  }

  @Override
  public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> answers) {
    var call = (ServerCallStreamObserver<SchedulerMessage>) answers;
    Caller caller = Caller.current();
    var admitted =
        PeerCheck.admit(
            caller.chain(), PeerKind.AGENT, clock.get().time(), around.store().snapshot());
    return switch (admitted) {
      case Outcome.Refused<Peer> refused -> refuse(call, RefusalWire.of(refused));
      case Outcome.Done<Peer>(var peer) -> admit(call, caller, peer);
    };
  }

  private StreamObserver<AgentMessage> admit(
      ServerCallStreamObserver<SchedulerMessage> call, Caller caller, Peer peer) {
    HostId host = peer.id().host();
    if (open.merge(host, 1, Integer::sum) > mostPerHost) {
      leave(host);
      return refuse(
          call, RefusalWire.busy("too many streams of this host are open", TOO_MANY_RETRY));
    }
    Mailbox mailbox = new Mailbox();
    Presence presence = new Presence(leases);
    Visitor visitor =
        new Visitor(host, peer.cluster().orElseThrow(), caller.address(), mailbox, presence);
    call.disableAutoRequest();
    call.setOnReadyHandler(mailbox::nudge);
    call.setOnCancelHandler(() -> mailbox.tell(new Signal.StreamClosed()));
    AgentSession session = new AgentSession(visitor, around, new StreamOutbound(call), clock.get());
    SessionThread thread = new SessionThread(session, mailbox, call, clock);
    threads.execute(() -> {
      try {
        thread.run();
      } finally {
        leave(host);
      }
    });
    call.request(Mailbox.MOST_MESSAGES);
    return new Incoming(mailbox, presence, clock);
  }

  private void leave(HostId host) {
    open.computeIfPresent(host, (_, count) -> count == 1 ? null : count - 1);
  }

  private static StreamObserver<AgentMessage> refuse(
      ServerCallStreamObserver<SchedulerMessage> call, Refusal refusal) {
    call.onNext(SchedulerMessage.newBuilder().setRefusal(refusal).build());
    call.onCompleted();
    return new Ignored();
  }

  /** Puts what the agent sends into the mailbox. */
  private record Incoming(Mailbox mailbox, Presence presence, Supplier<Moment> clock)
      implements StreamObserver<AgentMessage> {

    @Override
    public void onNext(AgentMessage message) {
      if (message.hasHeartbeat()) {
        presence.heartbeat(clock.get().nanos());
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

    /** The agent says nothing more, so there is no session any more. */
    @Override
    public void onCompleted() {
      mailbox.tell(new Signal.StreamClosed());
    }
  }

  /** Takes no notice of what a refused stream still sends. */
  private record Ignored() implements StreamObserver<AgentMessage> {

    @Override
    public void onNext(AgentMessage message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
