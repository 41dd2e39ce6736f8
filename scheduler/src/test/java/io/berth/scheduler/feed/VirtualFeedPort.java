package io.berth.scheduler.feed;

import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.NoAuthorities;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.VirtualStreams;
import io.berth.scheduler.store.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The port of proxies on virtual time: the real feeds, fleet and agreements, without socket, TLS or
 * thread. Its world admits streams, carries their messages and says when time has passed; one
 * caller drives it all. It does what {@link ProxyService} and the port around it do.
 */
public final class VirtualFeedPort {
  private final Supplier<Moment> clock;
  private final VirtualStreams<ProxyMessage, FeedMessage, Void> streams;
  private final Leases leases;
  private final Fleet fleet;
  private final ChangeFan fan;
  private final Agreements agreements;
  private boolean news;

  /** What surrounds it: both clocks, how hellos are answered, who hears of alarms. */
  public record Ambient(
      Supplier<Instant> clock, Supplier<Long> nanos, Greetings greetings, Consumer<Alarm> alarms) {
    Moment now() {
      return new Moment(clock.get(), nanos.get());
    }
  }

  /** Answers a hello: the times are in it already, the signed clock and the trust are not. */
  public interface Greetings {
    FeedHello.Builder hello(byte[] clockNonce, Instant now);
  }

  public VirtualFeedPort(StateStore store, Ambient ambient, FeedTimes times) {
    this.clock = ambient::now;
    FeedGreeter greeter =
        (nonce, state, now) ->
            ambient
                .greetings()
                .hello(nonce.toByteArray(), now)
                .setEpoch(state.version().epoch())
                .setLeaseMs(millis(times.session().lease()))
                .setHeartbeatIntervalMs(millis(times.session().heartbeat()))
                .setMaxStaleMs(millis(times.maxStale()))
                .setHealthDigestIntervalMs(millis(times.digest()))
                .setDrainReportIntervalMs(millis(times.drainReport()))
                .build();
    Seats<Void> seats = new Seats<>();
    fleet = new Fleet(times);
    leases = new Leases(times.session().silence(), Leases.PUNCTUAL, clock.get().nanos());
    RoutingMarks routing = new RoutingMarks(seats, fleet, leases, () -> clock.get().nanos());
    // Its thread does not run: what it watches is taken when the world works.
    fan = new ChangeFan(store, RoutingRows.TABLES, seats, routing);
    agreements = new Agreements(store, routing, fleet);
    FeedSurroundings around =
        new FeedSurroundings(
            new Lobby<>(
                store,
                (_, _, _) -> false,
                seats,
                times.session(),
                new NoAuthorities(),
                ambient.alarms()),
            routing,
            fleet,
            greeter,
            () -> news = true);
    streams = new VirtualStreams<>(new ProxyDoor(around), leases, clock);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  /** The leases are looked at, and what follows from time alone. */
  public void turn() {
    fleet.turn(leases.turn(clock.get().nanos()), clock.get());
    news = true;
  }

  /** A stream of a proxy that was admitted. */
  public VirtualStreams<ProxyMessage, FeedMessage, Void>.Visit open(
      PeerId proxy, Outbound<FeedMessage> way) {
    return streams.open(proxy, way);
  }

  /** Does what waits in the feeds now and what proxies agree on; answers whether it was much. */
  public boolean work() {
    fan.poll();
    boolean worked = streams.work();
    if (news) {
      news = false;
      agreements.turn(clock.get());
      worked = true;
    }
    return worked;
  }

  /** When there is something to do again without news, by the monotonic clock. */
  public OptionalLong wakeNanos() {
    return streams.wakeNanos();
  }
}
