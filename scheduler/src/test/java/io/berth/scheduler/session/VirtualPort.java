package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.NoAuthorities;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.peer.VirtualStreams;
import io.berth.scheduler.store.StateStore;
import java.time.Duration;
import java.time.Instant;
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

  private final Supplier<Moment> clock;
  private final VirtualStreams<AgentMessage, SchedulerMessage, TaskId> streams;
  private final LeaseTurns turns;
  private final ChangeFan fan;

  /** What the port works on. */
  public record Rooms(
      StateStore store, HostCommands hosts, TaskCommands tasks, Adoption adoption) {}

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

  public VirtualPort(Rooms rooms, Ambient ambient) {
    SessionTimes times = SessionTimes.ofAgents();
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
    Seats<TaskId> seats = new Seats<>();
    Surroundings around =
        new Surroundings(
            new Lobby<>(
                store, (_, _, _) -> false, seats, times, new NoAuthorities(), ambient.alarms()),
            rooms.hosts(),
            rooms.tasks(),
            rooms.adoption(),
            greeter);
    long now = clock.get().nanos();
    Leases leases = new Leases(times.silence(), Leases.PUNCTUAL, now);
    this.turns = new LeaseTurns(leases, rooms.store(), rooms.hosts(), times);
    // Its thread does not run: what it watches is taken when the world works.
    this.fan = new ChangeFan(store, TaskMarks.TABLES, seats, new TaskMarks(seats));
    turns.begin(now);
    this.streams = new VirtualStreams<>(new AgentDoor(around), leases, clock);
  }

  /** The leases are looked at. */
  public void turn() {
    turns.turn(clock.get().nanos());
  }

  /** A stream of a host that was admitted. */
  public VirtualStreams<AgentMessage, SchedulerMessage, TaskId>.Visit open(
      HostId host, Outbound<SchedulerMessage> way) {
    return streams.open(new PeerId(host.high(), host.low()), way);
  }

  /** Does what waits in the sessions now; answers whether there was something. */
  public boolean work() {
    fan.poll();
    return streams.work();
  }

  /** When there is something to do again without news, by the monotonic clock. */
  public OptionalLong wakeNanos() {
    return streams.wakeNanos();
  }
}
