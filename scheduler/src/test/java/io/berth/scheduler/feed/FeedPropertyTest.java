package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.ProxyState;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is lost with a stream, doubled or overtaken, and whoever starts anew: no request is in
 * flight to a target that counts as drained before its time, no port is given away to which a proxy
 * may still send, and once it is quiet every proxy serves the newest table. Random histories, one
 * for each seed.
 */
final class FeedPropertyTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 400;
  private static final Duration DELAY = Duration.ofMinutes(30);

  static LongStream seeds() {
    return Seeds.first(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void proxiesAgreeAndNothingIsTakenFromThemTooEarly(long seed) {
    History history = new History(Seeds.random(seed), seed);
    for (int step = 0; step < STEPS; step++) {
      history.step();
      history.check();
    }
    history.quiet();
    history.checkQuiet();
    StateInvariants.check(history.world.store.snapshot());
  }

  /** One scheduler, two proxies, and what happens to them. */
  private static final class History {
    private final FeedWorld world = new FeedWorld(FeedWorld.PROXY, FeedWorld.OTHER_PROXY);
    private final RandomGenerator random;
    private final long seed;
    private final List<Site> sites = new ArrayList<>();
    private final List<TargetId> targets = new ArrayList<>();
    private final Set<TargetId> draining = new HashSet<>();

    /** A proxy with its stream. */
    private final class Site {
      private final ModelProxy proxy;
      private FeedWorld.Line line;

      Site(PeerId id) {
        proxy = new ModelProxy(id);
        line = world.connect(id);
        proxy.connect(line.stream());
      }

      private void reconnect() {
        if (!proxy.isConnected()) {
          line = world.connect(proxy.id);
          proxy.connect(line.stream());
        }
      }

      private void toScheduler() {
        ProxyMessage message = line.stream().toScheduler.poll();
        if (message != null) {
          world.deliver(line, message);
        }
      }

      private void toProxy() {
        FeedMessage message = line.stream().toPeer.poll();
        if (message != null) {
          proxy.receive(message);
        }
      }

      private void repeat() {
        Deque<ProxyMessage> wire = line.stream().toScheduler;
        wire.stream()
            .filter(message -> message.hasRoutingAck() || message.hasDrain())
            .findFirst()
            .ifPresent(wire::addLast);
      }
    }

    History(RandomGenerator random, long seed) {
      this.random = random;
      this.seed = seed;
      sites.add(new Site(FeedWorld.PROXY));
      sites.add(new Site(FeedWorld.OTHER_PROXY));
    }

    void step() {
      Site site = sites.get(random.nextInt(sites.size()));
      switch (random.nextInt(20)) {
        case 0 -> targets.add(world.newTarget());
        case 1 -> any(Target.State.Active.class).ifPresent(id -> world.drain(id, DELAY));
        case 2 -> revive();
        case 3 -> any(Target.State.Active.class).ifPresent(id -> site.proxy.request(id.text()));
        case 4 -> any(Target.State.Draining.class).ifPresent(id -> site.proxy.finish(id.text()));
        case 5 -> any(Target.State.Active.class).ifPresent(id -> find(site, id));
        case 6 -> site.repeat();
        case 7 -> rare(site);
        case 8 -> world.pass(Duration.ofMillis(random.nextInt(1_500)));
        case 9 -> site.proxy.heartbeat();
        case 10 -> world.settle();
        case 11, 12, 13, 14, 15 -> site.toScheduler();
        default -> site.toProxy();
      }
      sites.forEach(Site::reconnect);
    }

    private void rare(Site site) {
      switch (random.nextInt(8)) {
        case 0 -> world.cut(site.line);
        case 1 -> {
          world.cut(site.line);
          site.proxy.restart();
        }
        case 2 -> {
          world.cut(site.line);
          site.proxy.loseTable();
        }
        case 3 -> world.restart();
        case 4 -> site.line.stream().ready = random.nextBoolean();
        case 5 -> world.pass(Duration.ofSeconds(random.nextInt(20)));
        case 6 -> site.proxy.digest();
        default -> any(Target.State.Active.class).ifPresent(this::end);
      }
    }

    /** Its task has ended by itself. */
    private void end(TargetId id) {
      world.put(id, new Target.State.Gone(world.now().time()));
    }

    private void revive() {
      any(Target.State.Draining.class).ifPresent(id -> world.put(id, new Target.State.Active()));
    }

    private void find(Site site, TargetId id) {
      HealthState[] found = {
        HealthState.HEALTH_STATE_HEALTHY, HealthState.HEALTH_STATE_UNHEALTHY,
      };
      site.proxy.findings.put(id.text(), found[random.nextInt(found.length)]);
      site.proxy.tell(id.text());
    }

    private Optional<TargetId> any(Class<? extends Target.State> state) {
      List<TargetId> fitting =
          targets.stream()
              .filter(
                  id -> world.target(id).filter(row -> state.isInstance(row.state())).isPresent())
              .toList();
      return fitting.isEmpty()
          ? Optional.empty()
          : Optional.of(fitting.get(random.nextInt(fitting.size())));
    }

    void check() {
      for (TargetId id : targets) {
        Optional<Target> row = world.target(id);
        boolean drains =
            row.filter(one -> one.state() instanceof Target.State.Draining).isPresent();
        boolean isOver = row.filter(Target::isActive).isEmpty() && !drains;
        if (draining.contains(id) && isOver) {
          leased()
              .forEach(site ->
                  assertNull(
                      site.proxy.inFlight.get(id.text()),
                      () -> "seed " + seed + ": " + id + " counts as drained at " + site.proxy.id));
        }
        if (drains) {
          draining.add(id);
        } else {
          draining.remove(id);
        }
        if (row.isEmpty()) {
          sites.forEach(site -> assertNull(site.proxy.state(id.text()), text(site, id)));
        }
      }
    }

    private List<Site> leased() {
      List<PeerId> leased =
          world.shown().stream()
              .filter(shown -> shown.state() != ProxyState.SILENT)
              .map(ProxyReport::proxy)
              .toList();
      return sites.stream().filter(site -> leased.contains(site.proxy.id)).toList();
    }

    private String text(Site site, TargetId id) {
      return "seed " + seed + ": the port of " + id + " is free, " + site.proxy.id + " sends there";
    }

    void quiet() {
      for (int round = 0; round < 60; round++) {
        for (Site site : sites) {
          site.line.stream().ready = true;
          site.proxy.heartbeat();
          for (int message = 0; message < 200; message++) {
            site.toScheduler();
            site.toProxy();
          }
          site.reconnect();
        }
        world.pass(Duration.ofSeconds(2));
      }
    }

    void checkQuiet() {
      for (Site site : sites) {
        assertEquals(
            world.newest().hash(), site.proxy.table().hash(), "seed " + seed + " " + site.proxy.id);
      }
      for (Target target : world.store.snapshot().rows(Tables.TARGETS)) {
        if (target.isActive()) {
          assertEquals(expected(target), target.health().verdict(), "seed " + seed);
        }
      }
    }

    private Verdict expected(Target target) {
      long unhealthy =
          sites.stream()
              .filter(site ->
                  site.proxy.findings.get(target.id().text()) == HealthState.HEALTH_STATE_UNHEALTHY)
              .count();
      return unhealthy == 0
          ? Verdict.HEALTHY
          : unhealthy == sites.size() ? Verdict.UNHEALTHY : Verdict.INITIAL;
    }
  }
}
