package io.berth.tests.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Users of what runs behind the balancer: they ask either proxy for pages, and some take long. */
final class RequestUsers {
  private static final int SLOW_ONE_IN = 6;
  private static final int VERY_SLOW_ONE_IN = 25;

  private final Traffic traffic;
  private final Surroundings world;
  private final List<SimProxy> proxies;
  private long requests;
  private long answers;
  private boolean ended;

  RequestUsers(Traffic traffic, List<SimProxy> proxies) {
    this.traffic = traffic;
    this.world = traffic.world();
    this.proxies = proxies;
  }

  void begin() {
    if (!ended) {
      SimProxy proxy = proxies.get(world.random().nextInt(proxies.size()));
      int group = world.random().nextInt(Balancing.GROUPS);
      ask(proxy, group, work(), this::heard);
      world.time().after(world.millis(50, 700), this::begin);
    }
  }

  /** Nobody asks for anything more; what was asked for is waited for. */
  void end() {
    ended = true;
  }

  /** How many pages have come. */
  long answers() {
    return answers;
  }

  private Duration work() {
    if (world.random().nextInt(VERY_SLOW_ONE_IN) == 0) {
      return world.seconds(8, 45);
    }
    return world.random().nextInt(SLOW_ONE_IN) == 0 ? world.seconds(1, 6) : world.millis(2, 300);
  }

  private void heard(Exchange.Outcome outcome) {
    world.counts().moved("request " + outcome);
    if (outcome == Exchange.Outcome.ANSWERED) {
      answers++;
    }
  }

  /** Asks one proxy for one page, once. */
  void ask(SimProxy proxy, int group, Duration work, Consumer<Exchange.Outcome> user) {
    var demand = new Exchange.Demand(++requests, Balancing.path(group), work);
    world
        .time()
        .after(
            traffic.network().latency(new Network.Route(Front.USER, proxy.name())),
            () -> {
              Optional<Life> life = proxy.life();
              if (life.isEmpty()) {
                user.accept(Exchange.Outcome.PROXY_GONE);
              } else {
                life.get().run(() -> take(proxy, demand, user));
              }
            });
  }

  private void take(SimProxy proxy, Exchange.Demand demand, Consumer<Exchange.Outcome> user) {
    new Exchange(
            traffic,
            proxy,
            proxy.process().orElseThrow(),
            demand,
            outcome -> {
              world
                  .findings()
                  .require(
                      outcome != Exchange.Outcome.NO_ROUTE || proxy.acknowledged().isEmpty(),
                      proxy.name() + " has acknowledged a table, and serves nothing");
              user.accept(outcome);
            })
        .begin(demand.path());
  }
}
