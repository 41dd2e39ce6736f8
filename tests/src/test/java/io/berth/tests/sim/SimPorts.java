package io.berth.tests.sim;

import io.berth.peer.VirtualAuthority;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.proxy.FeedHello;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.feed.FeedTimes;
import io.berth.scheduler.feed.VirtualFeedPort;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.session.VirtualPort;
import io.berth.scheduler.store.InlineStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Both ports of one life of the scheduler: the one for agents and the one for proxies. */
final class SimPorts {
  /** Short enough that a proxy can be away for longer within a run. */
  static final Duration MAX_STALE = Duration.ofSeconds(100);

  /** Slow enough that its turns still seem to come in time. */
  private static final long HASTE = 3;

  private static final FeedTimes TIMES =
      new FeedTimes(
          SessionTimes.ofProxies(), MAX_STALE, Duration.ofSeconds(10), Duration.ofSeconds(1));

  private final VirtualPort agents;
  private final VirtualFeedPort proxies;
  private final Supplier<Long> nanos;

  /** The clock on the wall, who signs, who hears of alarms. */
  record Around(InstantSource clock, VirtualAuthority authority, Consumer<Alarm> alarms) {}

  SimPorts(Surroundings world, InlineStore store, Around around) {
    // The monotonic clock of a process begins anywhere.
    long epoch = world.random().nextInt(1_000_000);
    InstantSource clock = around.clock();
    VirtualAuthority authority = around.authority();
    long pace = world.has(Defect.GIVEN_UP_TOO_SOON) ? HASTE : 1;
    nanos = () -> epoch + pace * world.time().now().toNanos();
    agents =
        new VirtualPort(
            new VirtualPort.Rooms(
                store,
                new HostCommands(store, clock),
                new TaskCommands(store, clock, world.random()),
                new Adoption(store, clock)),
            new VirtualPort.Ambient(
                clock::instant,
                nanos,
                (nonce, now) ->
                    SchedulerHello.newBuilder()
                        .setClock(authority.clock(now, nonce))
                        .setTrustBundle(authority.bundle()),
                around.alarms()));
    proxies =
        new VirtualFeedPort(
            store,
            new VirtualFeedPort.Ambient(
                clock::instant,
                nanos,
                (nonce, now) ->
                    FeedHello.newBuilder()
                        .setClock(authority.clock(now, nonce))
                        .setTrustBundle(authority.bundle()),
                around.alarms()),
            TIMES);
  }

  VirtualPort agents() {
    return agents;
  }

  VirtualFeedPort proxies() {
    return proxies;
  }

  /** The leases are looked at. */
  void turn() {
    agents.turn();
    proxies.turn();
  }

  /** Does all that waits in both, and what follows from it; answers when to come again. */
  OptionalLong work() {
    boolean more = true;
    while (more) {
      more = agents.work();
      more |= proxies.work();
    }
    return Stream.of(agents.wakeNanos(), proxies.wakeNanos())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .map(wake -> wake - nanos.get())
        .min();
  }
}
