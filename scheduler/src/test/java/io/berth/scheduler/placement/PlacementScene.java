package io.berth.scheduler.placement;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.query.QueriedHost;
import io.berth.scheduler.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Hosts, what runs there, and a request: as the quick placer sees them and as the plain one does.
 */
final class PlacementScene {
  static final String ZONE = "zone";

  /** What no task wants. */
  private static final String OLD = "old";

  private static final String GROUP = "service:web";
  private static final HostPort HTTP = new HostPort(HostPort.Protocol.TCP, 80);

  /** One of those that the agent picks. */
  private static final HostPort DNS = new HostPort(HostPort.Protocol.UDP, 20_053);

  private static final List<HostFacts.Device> DEVICES =
      List.of(
          new HostFacts.Device("gpu-1", HostFacts.Device.GPU, "model", 1),
          new HostFacts.Device("gpu-2", HostFacts.Device.GPU, "model", 1),
          new HostFacts.Device("gpu-3", HostFacts.Device.GPU, "model", 1));

  private static final List<String> EXPRESSIONS =
      List.of(
          "attribute:zone == a",
          "attribute:zone in [a, b]",
          "attribute:rack exists",
          "not(task:group == service:web)",
          "task:group == service:web",
          "runningTasksCount < 2",
          "agentVersion >= 1.2");

  private final List<Known> hosts;
  private final PlacementRequest request;

  private PlacementScene(List<Known> hosts, PlacementRequest request) {
    this.hosts = hosts;
    this.request = request;
  }

  /** A host with its tasks; some are of the group of the request, and some of these shall run. */
  private record Known(
      Host host,
      List<TaskShape> tasks,
      int wanted,
      int living,
      int running,
      Set<HostPort> held,
      int heldPorts) {}

  static PlacementScene any(SplittableRandom random) {
    List<Known> hosts = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int number = 0; number < count; number++) {
      hosts.add(anyHost(number, random));
    }
    return new PlacementScene(hosts, anyRequest(random));
  }

  /**
   * One place on hosts that differ in their zone alone: two are in the one, all others in another.
   */
  static PlacementScene ofEqualHosts(int count, Strategy... strategies) {
    List<Known> hosts = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Host sample = Samples.host(number, new Resources(1_024, 1_024, 10, 10));
      Host host = sample.with(with(sample.facts(), Map.of(ZONE, number < 2 ? "a" : "b")));
      hosts.add(new Known(host, List.of(), 0, 0, 0, Set.of(), 0));
    }
    return new PlacementScene(
        hosts,
        new PlacementRequest(
            new TaskShape(new Resources(10, 10, 0, 0)), 1, GROUP, List.of(), List.of(strategies)));
  }

  private static HostFacts with(HostFacts facts, Map<String, String> attributes) {
    return new HostFacts(
        facts.registered(),
        facts.dynamicPorts(),
        facts.reservedPorts(),
        facts.addresses(),
        facts.devices(),
        attributes,
        facts.machine(),
        facts.software(),
        facts.defaults(),
        facts.features());
  }

  PlacementScene shuffled(Random random) {
    List<Known> other = new ArrayList<>(hosts);
    Collections.shuffle(other, random);
    return new PlacementScene(other, request);
  }

  private static Known anyHost(int number, SplittableRandom random) {
    Host sample =
        Samples.host(
            number,
            new Resources(
                random.nextInt(40), random.nextInt(40), random.nextInt(8), random.nextInt(8)));
    Map<String, String> attributes = new HashMap<>();
    if (random.nextInt(4) > 0) {
      attributes.put(ZONE, List.of("a", "b", "c").get(random.nextInt(3)));
    }
    if (random.nextInt(3) > 0) {
      attributes.put("rack", List.of("1", "2").get(random.nextInt(2)));
    }
    HostFacts facts = sample.facts();
    Host host =
        sample.with(
            new HostFacts(
                facts.registered(),
                facts.dynamicPorts(),
                random.nextInt(8) == 0 ? List.of(HTTP) : List.of(),
                facts.addresses(),
                random.nextInt(3) == 0 ? DEVICES : List.of(),
                attributes,
                facts.machine(),
                new HostFacts.Software(
                    random.nextBoolean() ? "1.1" : "1.10", HostFacts.Engine.DOCKER, "28", "1.48"),
                facts.defaults(),
                random.nextInt(6) == 0 ? Set.of(OLD) : Set.of()));
    if (random.nextInt(10) == 0) {
      Contact.Engine engine = sample.contact().engine();
      host =
          host.with(
              new Contact(
                  1,
                  sample.contact().incarnation(),
                  new Contact.Link.Silent(Samples.NOON),
                  engine));
    }
    List<TaskShape> tasks = new ArrayList<>();
    for (int task = random.nextInt(4); task > 0; task--) {
      tasks.add(
          shape(
              new Resources(
                  random.nextInt(5), random.nextInt(5), random.nextInt(2), random.nextInt(2)),
              task == 1 && random.nextInt(4) == 0 ? List.of(DNS) : List.of(),
              0));
    }
    int living = random.nextInt(tasks.size() + 1);
    return new Known(
        host,
        tasks,
        random.nextInt(living + 1),
        living,
        random.nextInt(4),
        random.nextInt(6) == 0 ? Set.of(HTTP) : Set.of(),
        random.nextInt(3));
  }

  private static PlacementRequest anyRequest(SplittableRandom random) {
    List<Strategy> strategies = new ArrayList<>();
    for (int strategy = random.nextInt(4); strategy > 0; strategy--) {
      strategies.add(
          switch (random.nextInt(6)) {
            case 0 -> new Strategy.Anywhere();
            case 1 -> new Strategy.SpreadOverHosts();
            case 2 -> new Strategy.Binpack(Strategy.Resource.CPU);
            case 3 -> new Strategy.Binpack(Strategy.Resource.MEMORY);
            case 4 -> new Strategy.SpreadOverAttribute("rack");
            default -> new Strategy.SpreadOverAttribute(ZONE);
          });
    }
    List<Constraint> constraints = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      constraints.add(new Constraint.DistinctHosts());
    }
    if (random.nextInt(2) == 0) {
      constraints.add(new Constraint.MemberOf(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()))));
    }
    List<HostPort> ports =
        switch (random.nextInt(6)) {
          case 0 -> List.of(HTTP);
          case 1 -> List.of(DNS, HTTP);
          default -> List.of();
        };
    return new PlacementRequest(
        shape(
            new Resources(
                random.nextInt(8), random.nextInt(8), random.nextInt(3), random.nextInt(2)),
            ports,
            random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0),
        1 + random.nextInt(20),
        GROUP,
        constraints,
        anyPreferences(random),
        strategies);
  }

  private static List<String> anyPreferences(SplittableRandom random) {
    List<String> preferences = new ArrayList<>();
    while (random.nextInt(3) == 0) {
      preferences.add(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())));
    }
    return preferences;
  }

  private static TaskShape shape(Resources asked, List<HostPort> ports, int devices) {
    return new TaskShape(
        asked,
        Map.of(),
        ports.stream().map(port -> new TaskShape.PortLead(port, "web", 80)).toList(),
        devices == 0
            ? List.of()
            : List.of(new TaskShape.DeviceAsk("web", HostFacts.Device.GPU, devices)));
  }

  PlacementRequest request() {
    return request;
  }

  /** The same for one task. */
  PlacementRequest one() {
    return new PlacementRequest(
        request.shape(),
        1,
        request.group(),
        request.constraints(),
        request.preferences(),
        request.strategies());
  }

  Board board() {
    Board board = new Board();
    for (Known known : hosts) {
      HostId id = known.host.id();
      board.list(known.host);
      for (int task = 0; task < known.tasks.size(); task++) {
        board.take(
            id,
            new Board.Stay(
                known.tasks.get(task),
                task < known.living ? GROUP : "family:other",
                task < known.wanted));
      }
      board.hold(id, known.heldPorts);
    }
    return board;
  }

  List<HostView> views() {
    return hosts.stream().map(this::describe).toList();
  }

  private HostView describe(Known known) {
    HostFacts facts = known.host.facts();
    Resources free = facts.registered().lessAtMost(new Resources(0, 0, known.heldPorts, 0));
    Set<HostPort> ports = new HashSet<>(facts.reservedPorts());
    List<HostFacts.Device> devices = new ArrayList<>(facts.devices());
    for (TaskShape task : known.tasks) {
      List<HostPort> picked =
          task.staticPorts().stream().filter(facts.dynamicPorts()::contains).toList();
      free = free.lessAtMost(task.asked()).lessAtMost(HostPort.counted(picked));
      ports.addAll(task.staticPorts());
      task.devices().forEach(ask -> devices.subList(0, ask.count()).clear());
    }
    HostView.Standing standing =
        HostView.Standing.of(
            known.host.isReachable(),
            facts.features().contains(OLD) ? List.of("new") : List.of(),
            request.shape().attributes(),
            known.host::attribute);
    return new HostView(
        known.host.id(),
        standing,
        free,
        facts.dynamicPorts(),
        ports,
        known.held,
        devices,
        new HostView.TasksOfGroup(known.wanted, known.living),
        suits().traits(known.host));
  }

  /** One more task of the request is on this host. */
  void place(HostId host) {
    hosts.replaceAll(known -> {
      if (!known.host.id().equals(host)) {
        return known;
      }
      List<TaskShape> tasks = new ArrayList<>(known.tasks);
      tasks.add(request.shape());
      return new Known(
          known.host,
          tasks,
          known.wanted + 1,
          known.living + 1,
          known.running,
          known.held,
          known.heldPorts);
    });
  }

  /** A task of the request as boards count it. */
  Board.Stay stay() {
    return new Board.Stay(request.shape(), GROUP, true);
  }

  BoardPlacer.Suits suits() {
    return new BoardPlacer.Suits() {
      @Override
      public boolean isSuited(Host host) {
        return !host.facts().features().contains(OLD);
      }

      @Override
      public QueriedHost traits(Host host) {
        return new Traits(known(host));
      }

      @Override
      public Resources unpickable(Host host) {
        Known known = known(host);
        List<HostPort> named =
            known.tasks.stream().flatMap(task -> task.staticPorts().stream()).toList();
        return HostPort.counted(
                named.stream().filter(host.facts().dynamicPorts()::contains).toList())
            .plus(new Resources(0, 0, known.heldPorts, 0));
      }

      @Override
      public HostView view(Host host, HostView.TasksOfGroup tasksOfGroup) {
        return describe(known(host));
      }
    };
  }

  private Known known(Host host) {
    return hosts.stream()
        .filter(known -> known.host.id().equals(host.id()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return request + " on " + views();
  }

  /** What expressions ask of a host. */
  private record Traits(Known known) implements QueriedHost {

    @Override
    public boolean isAgentConnected() {
      return known.host.isConnected();
    }

    @Override
    public String agentVersion() {
      return known.host.facts().software().agentVersion();
    }

    @Override
    public String instanceId() {
      return known.host.id().text();
    }

    @Override
    public Instant registeredAt() {
      return known.host.registeredAt();
    }

    @Override
    public Optional<String> attribute(String name) {
      return known.host.attribute(name);
    }

    @Override
    public int runningTasks() {
      return known.running;
    }

    @Override
    public Collection<String> taskGroups() {
      return known.living > 0 ? Set.of(GROUP) : Set.of();
    }
  }
}
