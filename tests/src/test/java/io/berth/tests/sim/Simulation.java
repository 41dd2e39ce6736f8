package io.berth.tests.sim;

import io.berth.agent.model.Abilities;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts;
import io.berth.peer.VirtualAuthority;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.LossRules;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One run: a cluster, its users and its faults, all drawn from one seed, judged from outside. */
final class Simulation {
  /** What goes wrong here is meant to; kept, because loggers that nobody keeps forget. */
  private static final Logger LOGGER = Logger.getLogger("io.berth");

  /** Made once: keys take time, and no decision depends on them. */
  private static final VirtualAuthority AUTHORITY =
      new VirtualAuthority(Instant.parse("2025-12-01T00:00:00Z"));

  static final Duration FAULTS_END = Duration.ofMinutes(9);

  /** Everything is mended by then. */
  private static final Duration ALL_MENDED = FAULTS_END.plusSeconds(50);

  /** From then on, desired must be seen within this. */
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);

  /** Before that the scheduler gives nobody up. */
  private static final Duration ABSENCES_BEGIN = Duration.ofSeconds(65);

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration RESTED_WITHIN = Duration.ofMinutes(2);
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(70);
  private static final int LEAST_TASKS = 200;
  private static final int LEAST_FAULTS = 20;
  private static final long LEAST_ANSWERS = 300;
  private static final int PROXIES = 2;

  /** So many hosts are there from the beginning. */
  private static final int AT_FIRST = 4;

  private final long seed;
  private final Surroundings world;
  private final Network network;
  private final Ledger ledger;
  private final WireWitness wire;
  private final TargetWitness targets;
  private final LossWitness losses;
  private final SimScheduler scheduler;
  private final List<SimHost> hosts = new ArrayList<>();
  private final List<SimProxy> proxies = new ArrayList<>();
  private final Front front;
  private final Users users;
  private final ServiceUsers services;
  private final Balancing balancing;
  private final RequestUsers requests;
  private final HostUsers operator;
  private final AttributeUsers attributes;
  private final Faults faults;
  private final Absences absences;
  private final ProxyFaults proxyFaults;

  /** What became of a run. */
  record Verdict(long seed, List<String> findings, Counts counts, Story story) {
    boolean isGood() {
      return findings.isEmpty();
    }

    /** What a person needs who has to mend it. */
    String report() {
      return story.ending() + "\n" + headline();
    }

    /** What was found, and how it is shown again. */
    String headline() {
      return "seed %d: %s%nrepeat: ./dev sim %d".formatted(seed, findings, seed);
    }
  }

  private Simulation(long seed, Optional<Defect> defect, Consumer<String> listener) {
    LOGGER.setLevel(Level.OFF);
    this.seed = seed;
    var time = new VirtualTime();
    var story = new Story(time, listener);
    world =
        new Surroundings(
            time, Seeds.random(seed), story, new Counts(), new Findings(story), defect);
    network = new Network(world);
    ledger = new Ledger(world.findings());
    wire = new WireWitness(world);
    targets = new TargetWitness(world);
    losses = new LossWitness(world, network);
    var store = new StoreWitness(world, targets, losses);
    scheduler =
        new SimScheduler(
            world, network, AUTHORITY, new SimScheduler.Witnesses(wire, store), this::checkIn);
    int count = 5 + world.random().nextInt(3);
    for (int number = 1; number <= count; number++) {
      hosts.add(host(number, store));
    }
    hosts.forEach(losses::add);
    var streets = new Streets(hosts);
    var rounds = new HealthRounds(world, network, streets);
    for (int number = 1; number <= PROXIES; number++) {
      proxies.add(proxy(number, rounds));
    }
    proxies.forEach(targets::add);
    front = new Front(world, network, scheduler);
    users = new Users(world, front, ledger);
    balancing = new Balancing(front);
    services = new ServiceUsers(world, front, balancing);
    requests = new RequestUsers(new Traffic(world, network, streets, targets), proxies);
    operator = new HostUsers(world, front, hosts);
    attributes = new AttributeUsers(world, front, hosts);
    faults = new Faults(world, network, scheduler, hosts);
    absences = new Absences(world, network, scheduler, hosts, losses);
    proxyFaults = new ProxyFaults(world, network, proxies, hosts);
    store.tellDrains(this::drains);
  }

  /** A planted bug strikes here. */
  private void drains(Task task) {
    if (world.strikes(Defect.STOPPED_BEFORE_DRAINED, 4)) {
      hosts.stream()
          .filter(host -> host.id().equals(task.host()))
          .forEach(
              host -> world.time().after(Duration.ofMillis(200), () -> host.stopTask(task.id())));
    }
  }

  private void checkIn(Snapshot state) {
    ledger.checkIn(state);
    targets.checkIn(state);
    services.checkIn(state);
  }

  static Verdict run(long seed) {
    return run(seed, Optional.empty(), _ -> {});
  }

  /** With a bug that is planted, and somebody who hears the story. */
  static Verdict run(long seed, Optional<Defect> defect, Consumer<String> listener) {
    return new Simulation(seed, defect, listener).run();
  }

  /** The first of so many seeds that finds the bug. */
  static Optional<Verdict> search(Defect bug, long from, long count) {
    return LongStream.range(from, from + count)
        .mapToObj(seed -> run(seed, Optional.of(bug), _ -> {}))
        .filter(verdict -> !verdict.isGood())
        .findFirst();
  }

  private SimHost host(int number, StoreWitness store) {
    int cpu = 1_024 * (1 + world.random().nextInt(3));
    long mib = 512L * (2 + world.random().nextInt(3));
    boolean counted = world.has(Defect.HOST_COUNTED_TWICE) && number == 1;
    var id = new HostId(0, 0xb000 + number);
    var size = new Resources(cpu, mib, Hosts.PORTS, Hosts.PORTS);
    store.has(id, size);
    HostFacts facts = Hosts.facts(number, counted ? 2 * cpu : cpu, counted ? 2 * mib : mib);
    return new SimHost(
        world,
        new SimHost.Identity("host-" + number, id, facts, skew()),
        new SimHost.Rooms(
            scheduler,
            AUTHORITY,
            (name, engine, _) -> new EngineWitness(world, name, engine, store, size)));
  }

  private SimProxy proxy(int number, HealthRounds rounds) {
    return new SimProxy(
        world,
        new SimProxy.Identity("proxy-" + number, new PeerId(0, 0xc000 + number), skew()),
        scheduler,
        AUTHORITY,
        rounds);
  }

  private Duration skew() {
    return world.random().nextInt(3) == 0 ? Duration.ZERO : world.seconds(0, 600).minusSeconds(300);
  }

  // ------------------------------------------------------------------ the run

  private Verdict run() {
    try {
      firstStart();
      hosts.forEach(host -> world.time().after(joins(host), host::start));
      proxies.forEach(proxy -> world.time().after(world.millis(0, 3_000), proxy::start));
      world.time().after(Duration.ofSeconds(4), users::begin);
      world.time().after(Duration.ZERO, services::begin);
      world.time().after(Duration.ofSeconds(10), requests::begin);
      world.time().after(Duration.ofSeconds(10), operator::begin);
      world.time().after(Duration.ofSeconds(10), attributes::begin);
      world.time().after(Duration.ofSeconds(20), () -> losses.begin(scheduler));
      world.time().after(Duration.ofSeconds(20), faults::begin);
      world.time().after(Duration.ofSeconds(20), proxyFaults::begin);
      world.time().after(ABSENCES_BEGIN, absences::begin);
      world.time().after(Duration.ofSeconds(20), faults::beginContainers);
      passUntil(FAULTS_END);
      faults.end();
      absences.end();
      proxyFaults.end();
      users.end();
      operator.end();
      attributes.end();
      services.end();
      front.mend();
      passUntil(ALL_MENDED);
      requests.end();
      settle();
      pagesCome();
      staysQuiet();
    } catch (RuntimeException | Error bug) {
      tell(bug);
    }
    world.counts().lasted(world.time().now().toSeconds());
    return new Verdict(seed, world.findings().all(), world.counts(), world.story());
  }

  private void tell(Throwable bug) {
    for (StackTraceElement line : bug.getStackTrace()) {
      world.story().tell("  at " + line);
    }
    world.findings().add("a bug: " + bug);
  }

  /** Some hosts join when a good part of the run is over. */
  private Duration joins(SimHost host) {
    return hosts.indexOf(host) < AT_FIRST ? world.millis(0, 3_000) : world.seconds(20, 240);
  }

  private void passUntil(Duration end) {
    while (world.findings().isEmpty() && world.time().step(end)) {
      // Each step looks for itself.
    }
  }

  /** What an operator and the first start of a scheduler do, before anything goes wrong. */
  private void firstStart() {
    scheduler.start();
    Instant now = world.time().instant();
    scheduler
        .store()
        .update(
            Lane.API,
            tx -> {
              tx.insert(
                  Tables.CLUSTERS,
                  new Cluster(
                      SimScheduler.CLUSTER, Cluster.Status.ACTIVE, now, Map.of(), lossRules()));
              hosts.forEach(host -> tx.insert(Tables.PEERS, agent(host.id(), now)));
              proxies.forEach(proxy -> tx.insert(Tables.PEERS, proxy(proxy.id(), now)));
              return true;
            });
    Stream.concat(Programs.FAMILIES.stream(), Programs.BALANCED.stream())
        .distinct()
        .map(family -> front.now(Programs.definition(family)))
        .forEach(heard ->
            world.findings().require(heard instanceof Front.Answer, "no definition: " + heard));
    balancing.make();
  }

  /** As usual; a bug in the rules looks as if somebody had chosen others. */
  private Map<String, String> lossRules() {
    return world
        .defect()
        .flatMap(planted ->
            switch (planted) {
              case BRAKE_MISSING -> Optional.of(Map.of(LossRules.BRAKE, "off"));
              case BRAKE_LATE -> Optional.of(Map.of(LossRules.BRAKE, "62%"));
              case NEVER_GIVEN_UP -> Optional.of(Map.of(LossRules.LOST_AFTER, "24h"));
              default -> Optional.<Map<String, String>>empty();
            })
        .orElse(Map.of());
  }

  private static Peer agent(HostId host, Instant now) {
    return peer(
        new PeerId(host.high(), host.low()),
        PeerKind.AGENT,
        Optional.of(SimScheduler.CLUSTER),
        now);
  }

  private static Peer proxy(PeerId id, Instant now) {
    return peer(id, PeerKind.PROXY, Optional.empty(), now);
  }

  private static Peer peer(PeerId id, PeerKind kind, Optional<ClusterName> cluster, Instant now) {
    return new Peer(
        id,
        kind,
        cluster,
        "rack",
        new Peer.Certificate(
            Fingerprint.of(new byte[] {1}), "1", now.plus(Duration.ofDays(90)), now),
        new Peer.State.Active(),
        now);
  }

  // ------------------------------------------------------------------ the end

  private void settle() {
    LastLook look = look();
    List<String> unsettled = List.of("nobody has looked");
    while (world.findings().isEmpty()
        && !unsettled.isEmpty()
        && world.time().now().compareTo(settlesBy()) < 0) {
      passUntil(world.time().now().plus(LOOK));
      unsettled = look.unsettled();
    }
    if (!world.findings().isEmpty()) {
      return;
    }
    if (!unsettled.isEmpty()) {
      world.findings().add("after " + SETTLED_WITHIN + " still: " + unsettled);
      return;
    }
    world.story().tell("settled");
    look.wrong().forEach(world.findings()::add);
    StateInvariants.check(scheduler.snapshot());
    long tasks = world.counts().tasks();
    world.findings().require(tasks >= LEAST_TASKS, "only " + tasks + " tasks were run");
    world
        .findings()
        .require(faults.planned() >= LEAST_FAULTS, "only " + faults.planned() + " faults");
    world
        .findings()
        .require(requests.answers() >= LEAST_ANSWERS, "only " + requests.answers() + " pages came");
  }

  /** Whoever came and went too often rests for a while that grows, and is missed till then. */
  private Duration settlesBy() {
    Duration end = ALL_MENDED.plus(SETTLED_WITHIN);
    if (scheduler.serving().isPresent()) {
      for (Host host : scheduler.snapshot().rows(Tables.HOSTS)) {
        Optional<Instant> rest = host.contact().unrest().restUntil();
        if (rest.isPresent()) {
          Duration left = Duration.between(scheduler.wall(), rest.get());
          Duration rested = world.time().now().plus(left).plus(RESTED_WITHIN);
          end = rested.compareTo(end) > 0 ? rested : end;
        }
      }
    }
    return end;
  }

  /** Where something shall run behind the balancer, each proxy brings the page. */
  private void pagesCome() {
    List<String> waiting = new ArrayList<>();
    for (SimProxy proxy : proxies) {
      for (int group = 0; group < Balancing.GROUPS; group++) {
        if (world.findings().isEmpty() && services.isServed(group)) {
          String page = "a page of group " + group + " from " + proxy.name();
          waiting.add(page);
          requests.ask(
              proxy,
              group,
              world.millis(1, 100),
              outcome -> {
                waiting.remove(page);
                world
                    .findings()
                    .require(
                        outcome == Exchange.Outcome.ANSWERED, page + " is asked for: " + outcome);
              });
        }
      }
    }
    passUntil(world.time().now().plus(CALM));
    world.findings().require(waiting.isEmpty(), "still awaited: " + waiting);
  }

  /** Whoever has nothing to do says nothing, writes nothing and touches no engine. */
  private void staysQuiet() {
    passUntil(world.time().now().plus(CALM));
    if (!world.findings().isEmpty()) {
      return;
    }
    long words = wire.words();
    long version = scheduler.snapshot().version().number();
    long acts = acts();
    passUntil(world.time().now().plus(QUIET));
    if (world.findings().isEmpty()) {
      world
          .findings()
          .require(words == wire.words(), "a settled cluster sends more than heartbeats");
      world
          .findings()
          .require(
              version == scheduler.snapshot().version().number(), "a settled scheduler writes");
      world.findings().require(acts == acts(), "a settled host touches its engine");
      List<String> unsettled = look().unsettled();
      world.findings().require(unsettled.isEmpty(), "it was settled, and then: " + unsettled);
    }
  }

  private LastLook look() {
    return new LastLook(
        new LastLook.Known(
            ledger, services, operator, attributes, new ProxyLook(scheduler, proxies)),
        front,
        scheduler,
        hosts);
  }

  private long acts() {
    return hosts.stream().mapToLong(host -> host.witness().acts()).sum();
  }

  /** What hosts are like. */
  private static final class Hosts {
    static final int PORTS = 16;
    private static final int FIRST_PORT = 20_000;

    private Hosts() {}

    /** Each second host has two. */
    private static List<HostFacts.Device> gpus(int number) {
      return number % 2 == 0
          ? List.of()
          : Stream.of("GPU-b", "GPU-a")
              .map(id -> new HostFacts.Device(id, HostFacts.Device.GPU, "", OptionalLong.empty()))
              .toList();
    }

    static HostFacts facts(int number, int cpu, long mib) {
      return new HostFacts(
          new HostFacts.Capacity(cpu, mib << 20, gpus(number)),
          new HostFacts.Addresses(Optional.of("10.0.0." + number), Optional.empty()),
          new HostFacts.PortRange(FIRST_PORT, FIRST_PORT + PORTS - 1),
          List.of(),
          attributes(number),
          new HostFacts.EngineFacts(HostFacts.EngineKind.DOCKER, "28.0", "1.44"),
          new HostFacts.Defaults(Duration.ofSeconds(30), PullBehaviour.PULL_OR_CACHED),
          new HostFacts.Machine(
              "host-" + number, "Debian 13", HostFacts.Architecture.X86_64, "6.1", 2),
          "0.1.0",
          Map.of());
    }

    /** Three zones: any five hosts lie in all of them. */
    private static Map<String, Optional<String>> attributes(int number) {
      Map<String, Optional<String>> all = new HashMap<>();
      Abilities.ALL.forEach(name -> all.put(name, Optional.empty()));
      all.put("zone", Optional.of(List.of("a", "b", "c").get(number % 3)));
      return all;
    }
  }
}
