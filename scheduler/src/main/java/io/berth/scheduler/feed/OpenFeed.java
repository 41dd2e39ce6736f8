package io.berth.scheduler.feed;

import io.berth.proto.common.Refusal;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthDigest;
import io.berth.proto.proxy.HealthRequest;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Mailbox;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.Pulse;
import io.berth.scheduler.peer.RefusalWire;
import io.berth.scheduler.peer.Talk;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A feed whose hello was accepted: tells the proxy what it shall serve, and the fleet what the
 * proxy says. What it owes to the proxy is kept as a state, so that a stream that takes nothing for
 * a while makes nothing pile up.
 */
final class OpenFeed implements Talk<ProxyMessage, Void> {
  private final Side side;
  private final FeedSurroundings around;
  private final Outbound<FeedMessage> outbound;
  private final long epoch;
  private final RoutingState routing;
  private final Pulse pulse;

  /** The name under which the proxy knew its table before this feed, and what it is here. */
  private @Nullable StateVersion adoptedName;

  private long adoptedNumber;
  private @Nullable RoutingTable noted;
  private boolean healthOwed;
  private boolean mustBeginAgain;

  /**
   * Whose feed it is.
   *
   * @param number of the feed; of two feeds of one proxy the higher one counts
   */
  record Side(PeerId proxy, long number) {}

  OpenFeed(
      Side side,
      Optional<ProxyGreeting.Table> served,
      FeedSurroundings around,
      Outbound<FeedMessage> outbound,
      long epoch) {
    this.side = side;
    this.around = around;
    this.outbound = outbound;
    this.epoch = epoch;
    this.routing = new RoutingState(epoch);
    this.pulse = new Pulse(around.lobby(), side.proxy());
    served.ifPresent(this::adopt);
  }

  /** What it serves is what it shall serve, whatever its number was when it was told. */
  private void adopt(ProxyGreeting.Table served) {
    RoutingTable newest = around.routing().newest();
    if (served.hash().equals(newest.hash())) {
      routing.adopt(served.version(), newest);
      adoptedName = served.version();
      adoptedNumber = newest.number();
    }
  }

  @Override
  public OptionalLong wakeNanos() {
    return routing.wakeNanos();
  }

  /** There are few proxies, and all are told the same. */
  @Override
  public boolean isSettled(Moment now) {
    return true;
  }

  @Override
  public boolean awaitsChanges() {
    return routing.awaitsChanges();
  }

  /** The newest table is asked for anyway. */
  @Override
  public void changed(Mailbox.Delivery<ProxyMessage, Void> delivery) {}

  @Override
  public void probe(Mailbox<?, ?> asker) {
    pulse.probe(asker);
  }

  /** What it said stands until its lease ends. */
  @Override
  public void ended() {
    around.fleet().closed(side.proxy(), side.number());
  }

  @Override
  public void on(ProxyMessage message, Moment now) throws ContractBrokenException {
    switch (message.getKindCase()) {
      case HELLO -> throw new ContractBrokenException("a second hello came");
      case HEARTBEAT -> pulse.heard(message.getHeartbeat(), now);
      case ROUTING_ACK -> acknowledged(message.getRoutingAck(), now);
      case HEALTH -> {
        around.fleet().health(side.proxy(), side.number(), ReportWire.health(message.getHealth()));
        around.news().run();
      }
      case HEALTH_DIGEST -> digest(message.getHealthDigest());
      case DRAIN -> drains(message.getDrain());
      // Kinds of a later proxy are skipped: the newer side adapts.
      case KIND_NOT_SET -> {}
    }
  }

  @Override
  public Optional<Refusal> turn(Moment now) {
    if (mustBeginAgain || routing.isOverdue(now)) {
      return Optional.of(
          RefusalWire.busy("the proxy's table cannot be told from here", Duration.ZERO));
    }
    if (around.lobby().store().snapshot().version().epoch() != epoch) {
      // Every version of a feed is of the epoch in its hello.
      return Optional.of(RefusalWire.busy("a new epoch has begun", Duration.ZERO));
    }
    while (outbound.isReady()) {
      Optional<FeedMessage> next = next(now);
      if (next.isEmpty()) {
        break;
      }
      outbound.send(next.get());
    }
    note();
    return Optional.empty();
  }

  private Optional<FeedMessage> next(Moment now) {
    var lease = pulse.lease(now);
    if (lease.isPresent()) {
      return Optional.of(FeedMessage.newBuilder().setLease(lease.get()).build());
    }
    var probe = pulse.probe();
    if (probe.isPresent()) {
      return Optional.of(FeedMessage.newBuilder().setProbe(probe.get()).build());
    }
    if (healthOwed) {
      healthOwed = false;
      return Optional.of(
          FeedMessage.newBuilder().setHealthRequest(HealthRequest.getDefaultInstance()).build());
    }
    return routing.next(around.routing().newest(), now);
  }

  /** Tells the fleet what the proxy serves, when that is something else than before. */
  private void note() {
    RoutingTable serving = routing.served().map(RoutingState.Served::table).orElse(null);
    if (serving != null && serving != noted) {
      noted = serving;
      around.fleet().served(side.proxy(), side.number(), serving);
      around.news().run();
    }
  }

  private void acknowledged(RoutingAck ack, Moment now) throws ContractBrokenException {
    ReportWire.check(ack);
    var problems = ReportWire.problems(ack);
    switch (routing.acknowledged(ack, now)) {
      case RoutingState.Effect.None(), RoutingState.Effect.TellAnew() -> {}
      case RoutingState.Effect.Taken() -> {
        note();
        around.fleet().problems(side.proxy(), side.number(), problems);
      }
      case RoutingState.Effect.Alarming(String sentence) ->
          around
              .lobby()
              .alarms()
              .accept(new Alarm(Alarm.Kind.TABLE_REFUSED, side.proxy(), sentence));
      case RoutingState.Effect.BeginAgain() -> mustBeginAgain = true;
    }
  }

  private void digest(HealthDigest digest) {
    healthOwed |=
        around
            .fleet()
            .mustAsk(side.proxy(), side.number(), digest.getTargetCount(), digest.getDigest());
  }

  private void drains(DrainReport report) throws ContractBrokenException {
    var inFlight = ReportWire.drains(report);
    StateVersion under = report.getVersion();
    if (under.equals(adoptedName)) {
      around.fleet().drains(side.proxy(), side.number(), adoptedNumber, inFlight);
    } else if (under.getEpoch() == epoch) {
      around.fleet().drains(side.proxy(), side.number(), under.getNumber(), inFlight);
    }
    around.news().run();
  }
}
