package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Mailbox;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.PeerSession;
import io.berth.scheduler.peer.Presence;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.peer.Signal;
import io.berth.scheduler.peer.Visitor;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The port of agents on virtual time: the real sessions, leases and change fan, without socket, TLS
 * or thread. Its world admits streams, carries their messages and says when time has passed; one
 * caller drives it all. It does what {@link AgentService} and the port around it do.
 */
public final class VirtualPort {
  /** How far apart the turns of the leases are. */
  public static final Duration TURN = Duration.ofMillis(500);

  private final Surroundings around;
  private final Supplier<Moment> clock;
  private final Seats<TaskId> seats = new Seats<>();
  private final Leases leases;
  private final LeaseTurns turns;
  private final ChangeFan fan;
  private final List<Visit> visits = new ArrayList<>();

  /** What the port works on. */
  public record Rooms(StateStore store, HostCommands hosts, TaskCommands tasks) {}

  /** What surrounds it: both clocks, how hellos are answered, who hears of alarms. */
  public record Ambient(
      Supplier<Instant> clock, Supplier<Long> nanos, Greetings greetings, Consumer<Alarm> alarms) {
    Moment now() {
      return new Moment(clock.get(), nanos.get());
    }
  }

  /** Answers a hello: the times are in it already, the signed clock and the trust are not. */
  public interface Greetings {
    SchedulerHello.Builder hello(byte[] clockNonce, Instant now);
  }

  /** The way back to one agent. */
  public interface Way {
    boolean isReady();

    void send(SchedulerMessage message);

    void end();
  }

  public VirtualPort(Rooms rooms, Ambient ambient) {
    SessionTimes times = SessionTimes.standard();
    this.clock = ambient::now;
    Greeter greeter =
        (nonce, state, now) ->
            ambient
                .greetings()
                .hello(nonce.toByteArray(), now)
                .setEpoch(state.version().epoch())
                .setLeaseMs(Math.toIntExact(times.lease().toMillis()))
                .setHeartbeatIntervalMs(Math.toIntExact(times.heartbeat().toMillis()))
                .build();
    var store = rooms.store();
    this.around =
        new Surroundings(
            new Lobby<>(store, (_, _, _) -> false, seats, times, ambient.alarms()),
            rooms.hosts(),
            rooms.tasks(),
            greeter);
    long now = clock.get().nanos();
    this.leases = new Leases(times.silence(), Leases.PUNCTUAL, now);
    this.turns = new LeaseTurns(leases, rooms.store(), rooms.hosts());
    // Its thread does not run: what it watches is taken when the world works.
    this.fan = new ChangeFan(store, TaskMarks.TABLES, seats, new TaskMarks(seats));
    turns.begin(times, now);
  }

  /** The leases are looked at. */
  public void turn() {
    turns.turn(clock.get().nanos());
  }

  /** A stream of a host that was admitted. */
  public Visit open(HostId host, Way way) {
    Mailbox<AgentMessage, TaskId> mailbox = new Mailbox<>();
    var presence = new Presence(leases);
    Peer peer =
        store().snapshot().find(Tables.PEERS, new PeerId(host.high(), host.low())).orElseThrow();
    Visitor<TaskId> visitor =
        new Visitor<>(peer, InetAddress.ofLiteral("192.0.2.7"), mailbox, presence);
    var session = new PeerSession<>(visitor, new AgentDoor(around), new Outgoing(way), clock.get());
    var visit = new Visit(session, mailbox, presence);
    visits.add(visit);
    return visit;
  }

  /** Now, by the monotonic clock. */
  public long nanos() {
    return clock.get().nanos();
  }

  /**
   * Does all that waits in the sessions, and what follows from it; answers when there is something
   * to do again without news, by the monotonic clock.
   */
  public OptionalLong work() {
    boolean more = true;
    while (more) {
      fan.poll();
      more = false;
      for (Visit visit : List.copyOf(visits)) {
        more |= visit.work();
      }
      visits.removeIf(Visit::isOver);
    }
    long now = clock.get().nanos();
    return visits.stream()
        .map(visit -> visit.session.wakeNanos())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .map(wake -> Math.max(wake, now))
        .min();
  }

  private StateStore store() {
    return around.lobby().store();
  }

  /** One stream with its session. */
  public final class Visit {
    private final PeerSession<AgentMessage, SchedulerMessage, TaskId> session;
    private final Mailbox<AgentMessage, TaskId> mailbox;
    private final Presence presence;
    private int waiting;

    private Visit(
        PeerSession<AgentMessage, SchedulerMessage, TaskId> session,
        Mailbox<AgentMessage, TaskId> mailbox,
        Presence presence) {
      this.session = session;
      this.mailbox = mailbox;
      this.presence = presence;
    }

    /** Whether another message was asked for. */
    public boolean hasRoom() {
      return waiting < Mailbox.MOST_MESSAGES;
    }

    /** A message has arrived; heartbeats count at once, however long the rest waits. */
    public void arrived(AgentMessage message) {
      if (message.hasHeartbeat()) {
        presence.heartbeat(clock.get().nanos());
      }
      if (session.isOver()) {
        return;
      }
      if (!mailbox.put(message)) {
        throw new IllegalStateException("more came than was asked for");
      }
      waiting++;
    }

    /** The stream can be written to again. */
    public void ready() {
      mailbox.nudge();
    }

    /** The stream is gone. */
    public void gone() {
      mailbox.tell(new Signal.StreamClosed());
    }

    public boolean isOver() {
      return session.isOver();
    }

    private boolean work() {
      boolean worked = false;
      while (!session.isOver()) {
        Mailbox.Delivery<AgentMessage, TaskId> next = mailbox.poll();
        if (next.message().isPresent()) {
          waiting--;
        }
        session.take(next, clock.get());
        if (next.message().isEmpty() && next.signals().isEmpty()) {
          return worked;
        }
        worked = true;
      }
      return worked;
    }
  }

  private record Outgoing(Way way) implements Outbound<SchedulerMessage> {
    @Override
    public boolean isReady() {
      return way.isReady();
    }

    @Override
    public void send(SchedulerMessage message) {
      way.send(message);
    }

    @Override
    public void end() {
      way.end();
    }
  }
}
