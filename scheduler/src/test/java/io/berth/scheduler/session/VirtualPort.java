package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WatchEvent;
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
 * caller drives it all. It does what {@link AgentPort} and {@link SessionThread} do.
 */
public final class VirtualPort {
  /** How far apart the turns of the leases are. */
  public static final Duration TURN = Duration.ofMillis(500);

  private static final Duration PUNCTUAL = Duration.ofSeconds(2);
  private static final int MOST_PENDING = 100_000;

  private final Surroundings around;
  private final Supplier<Moment> clock;
  private final Sessions sessions = new Sessions();
  private final Leases leases;
  private final LeaseTurns turns;
  private final ChangeFan fan;
  private final Watch watch;
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
    this.around =
        new Surroundings(
            rooms.store(),
            rooms.hosts(),
            rooms.tasks(),
            greeter,
            (_, _, _) -> false,
            sessions,
            times,
            ambient.alarms());
    long now = clock.get().nanos();
    this.leases = new Leases(times.silence(), PUNCTUAL, now);
    this.turns = new LeaseTurns(leases, rooms.store(), rooms.hosts());
    this.fan = new ChangeFan(rooms.store(), sessions);
    // What it watches by itself would be taken by a thread.
    fan.close();
    this.watch = rooms.store().watch(ChangeFan.TABLES, MOST_PENDING);
    turns.begin(times, now);
  }

  /** The leases are looked at. */
  public void turn() {
    turns.turn(clock.get().nanos());
  }

  /** A stream of a host that was admitted. */
  public Visit open(HostId host, ClusterName cluster, Way way) {
    var mailbox = new Mailbox();
    var presence = new Presence(leases);
    var visitor =
        new Visitor(host, cluster, InetAddress.ofLiteral("192.0.2.7"), mailbox, presence);
    var session = new AgentSession(visitor, around, new Outgoing(way), clock.get());
    var visit = new Visit(session, visitor);
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
      more = tellChanges();
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

  private boolean tellChanges() {
    boolean told = false;
    for (var event = watch.poll(); event.isPresent(); event = watch.poll()) {
      switch (event.get()) {
        case WatchEvent.Changed(var commit) -> fan.tell(commit);
        case WatchEvent.Ended(var reason) ->
            throw new IllegalStateException("the watch has ended: " + reason);
      }
      told = true;
    }
    return told;
  }

  /** One stream with its session. */
  public final class Visit {
    private final AgentSession session;
    private final Visitor visitor;
    private int waiting;

    private Visit(AgentSession session, Visitor visitor) {
      this.session = session;
      this.visitor = visitor;
    }

    /** Whether another message was asked for. */
    public boolean hasRoom() {
      return waiting < Mailbox.MOST_MESSAGES;
    }

    /** A message has arrived; heartbeats count at once, however long the rest waits. */
    public void arrived(AgentMessage message) {
      if (message.hasHeartbeat()) {
        visitor.presence().heartbeat(clock.get().nanos());
      }
      if (session.isOver()) {
        return;
      }
      if (!visitor.mailbox().put(message)) {
        throw new IllegalStateException("more came than was asked for");
      }
      waiting++;
    }

    /** The stream can be written to again. */
    public void ready() {
      visitor.mailbox().nudge();
    }

    /** The stream is gone. */
    public void gone() {
      visitor.mailbox().tell(new Signal.StreamClosed());
    }

    public boolean isOver() {
      return session.isOver();
    }

    private boolean work() {
      boolean worked = false;
      while (!session.isOver()) {
        Mailbox.Delivery next = visitor.mailbox().poll();
        Moment now = clock.get();
        next.signals().forEach(signal -> session.on(signal, now));
        if (next.everythingChanged()) {
          session.everythingChanged();
        }
        session.changed(next.changed());
        next.message()
            .ifPresent(message -> {
              waiting--;
              session.on(message, now);
            });
        session.turn(now);
        if (next.message().isEmpty() && next.signals().isEmpty()) {
          return worked;
        }
        worked = true;
      }
      return worked;
    }
  }

  private record Outgoing(Way way) implements Outbound {
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
