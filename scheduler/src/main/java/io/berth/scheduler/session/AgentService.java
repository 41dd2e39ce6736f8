package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Refusal;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Identities;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.PeerService;
import io.berth.scheduler.peer.PeerStreams;
import io.berth.scheduler.peer.PortShell;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.peer.Signal;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves agents on the port: a session for each, and the leases of their hosts. */
public final class AgentService implements PeerService {
  private final Identities identities;
  private final Commands commands;
  private final SessionTimes times;
  private final Consumer<Alarm> alarms;
  private final Seats<TaskId> seats = new Seats<>();
  private @Nullable Running running;

  public AgentService(
      Identities identities, Commands commands, SessionTimes times, Consumer<Alarm> alarms) {
    this.identities = identities;
    this.commands = commands;
    this.times = times;
    this.alarms = alarms;
  }

  /** Who writes what agents tell. */
  public record Commands(HostCommands hosts, TaskCommands tasks, Adoption adoption) {}

  private record Running(LeaseTurns turns, ChangeFan fan) {}

  @Override
  public BindableService open(PortShell shell) {
    var store = identities.store();
    Moment now = shell.clock().get();
    Leases leases = new Leases(times.silence(), Leases.PUNCTUAL, now.nanos());
    LeaseTurns turns = new LeaseTurns(leases, store, commands.hosts(), times);
    turns.begin(now.nanos());
    ChangeFan fan = new ChangeFan(store, TaskMarks.TABLES, seats, new TaskMarks(seats));
    running = new Running(turns, fan);
    shell.keep(fan);
    Surroundings around =
        new Surroundings(
            new Lobby<>(store, shell.rejoins(), seats, times, identities.trusted(), alarms),
            commands.hosts(),
            commands.tasks(),
            commands.adoption(),
            new SignedGreeter(identities.authority(), times));
    return new Streams(new PeerStreams<>(new AgentDoor(around), leases, shell));
  }

  @Override
  public void turn(Moment now) {
    if (running != null) {
      running.turns().turn(now.nanos());
    }
  }

  @Override
  public void endAll(Refusal lastWords) {
    seats.all().forEach(seat -> seat.mailbox().tell(new Signal.Ended(lastWords)));
  }

  @Override
  public void close() {
    if (running != null) {
      running.fan().close();
    }
  }

  /** The call that opens a session. */
  private static final class Streams extends AgentSessionGrpc.AgentSessionImplBase {
    private final PeerStreams<AgentMessage, SchedulerMessage, TaskId> streams;

    Streams(PeerStreams<AgentMessage, SchedulerMessage, TaskId> streams) {
      this.streams = streams;
    }

    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> answers) {
      return streams.connect(answers);
    }
  }
}
