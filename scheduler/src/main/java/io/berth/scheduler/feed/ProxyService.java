package io.berth.scheduler.feed;

import io.berth.proto.common.Refusal;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyFeedGrpc;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.control.ProxyReports;
import io.berth.scheduler.model.TargetGroupId;
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
import io.berth.scheduler.peer.Signal;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves proxies on the port: a feed for each, and what all of them agree on. */
public final class ProxyService implements PeerService, ProxyReports {
  private final Identities identities;
  private final FeedTimes times;
  private final Consumer<Alarm> alarms;
  private final Seats<Void> seats = new Seats<>();
  private final Fleet fleet;
  private volatile @Nullable Running running;

  public ProxyService(Identities identities, FeedTimes times, Consumer<Alarm> alarms) {
    this.identities = identities;
    this.times = times;
    this.alarms = alarms;
    this.fleet = new Fleet(times);
  }

  private record Running(Leases leases, RoutingMarks routing, ChangeFan fan, AgreementLoop loop) {}

  @Override
  public List<ProxyReport> proxies() {
    Running started = running;
    return started == null ? List.of() : fleet.reports(started.routing().newest());
  }

  @Override
  public List<TargetView> views(TargetGroupId group) {
    return fleet.views(group);
  }

  @Override
  public BindableService open(PortShell shell) {
    var store = identities.store();
    Leases leases =
        new Leases(times.session().silence(), Leases.PUNCTUAL, shell.clock().get().nanos());
    RoutingMarks routing =
        new RoutingMarks(seats, fleet, leases, () -> shell.clock().get().nanos());
    ChangeFan fan = new ChangeFan(store, RoutingRows.TABLES, seats, routing);
    AgreementLoop loop = new AgreementLoop(new Agreements(store, routing, fleet), shell.clock());
    running = new Running(leases, routing, fan, loop);
    shell.keep(fan);
    shell.keep(loop);
    FeedSurroundings around =
        new FeedSurroundings(
            new Lobby<>(
                store, shell.rejoins(), seats, times.session(), identities.trusted(), alarms),
            routing,
            fleet,
            new SignedFeedGreeter(identities.authority(), times),
            loop::nudge);
    return new Streams(new PeerStreams<>(new ProxyDoor(around), leases, shell));
  }

  @Override
  public void turn(Moment now) {
    Running started = running;
    if (started == null) {
      return;
    }
    Leases.Turn turn = started.leases().turn(now.nanos());
    fleet.turn(turn, now);
    if (!turn.silent().isEmpty() || !turn.back().isEmpty()) {
      started.loop().nudge();
    }
  }

  @Override
  public void endAll(Refusal lastWords) {
    seats.all().forEach(seat -> seat.mailbox().tell(new Signal.Ended(lastWords)));
  }

  @Override
  public void close() {
    Running started = running;
    if (started != null) {
      started.fan().close();
      started.loop().close();
    }
  }

  /** The call that opens a feed. */
  private static final class Streams extends ProxyFeedGrpc.ProxyFeedImplBase {
    private final PeerStreams<ProxyMessage, FeedMessage, Void> streams;

    Streams(PeerStreams<ProxyMessage, FeedMessage, Void> streams) {
      this.streams = streams;
    }

    @Override
    public StreamObserver<ProxyMessage> connect(StreamObserver<FeedMessage> answers) {
      return streams.connect(answers);
    }
  }
}
