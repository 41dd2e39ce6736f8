package io.berth.scheduler.inquiry;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Random clusters in which most hosts are full, and each for other reasons. */
final class AnyCluster {
  private static final HostPort HTTP = new HostPort(HostPort.Protocol.TCP, 80);

  /** One of those that the agent picks. */
  private static final HostPort PICKABLE = new HostPort(HostPort.Protocol.UDP, 20_053);

  private static final List<String> EXPRESSIONS =
      List.of(
          "attribute:zone == a",
          "attribute:zone in [a, b] and attribute:disk == ssd",
          "attribute:rack exists",
          "attribute:rack > 1 or agentConnected == true",
          "not(task:group == family:web)",
          "runningTasksCount < 2",
          "agentVersion >= 1.2");

  private final SplittableRandom random;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Target> held = new ArrayList<>();

  private AnyCluster(SplittableRandom random) {
    this.random = random;
  }

  static ClusterRows of(long seed) {
    return new AnyCluster(new SplittableRandom(seed)).rows();
  }

  private ClusterRows rows() {
    int count = 1 + random.nextInt(8);
    for (int number = 1; number <= count; number++) {
      Host host = host(number);
      hosts.add(host);
      fill(host);
      if (random.nextInt(6) == 0) {
        held.add(held(number, host.id()));
      }
    }
    return new ClusterRows(hosts, tasks, held, request());
  }

  private Host host(int number) {
    Resources size =
        new Resources(
            4 + random.nextInt(12), 14 + random.nextInt(20), random.nextInt(5), random.nextInt(4));
    List<String> gpus = random.nextInt(3) == 0 ? List.of("gpu-1", "gpu-2", "gpu-3") : List.of();
    HostFacts facts =
        Samples.facts(number, size, random.nextInt(8) == 0 ? List.of(HTTP) : List.of(), gpus);
    Host sample = Samples.host(number, size).with(versioned(facts));
    Map<String, String> attributes = new HashMap<>();
    if (random.nextInt(3) > 0) {
      attributes.put("zone", random.nextBoolean() ? "a" : "b");
    }
    if (random.nextInt(3) == 0) {
      attributes.put("disk", random.nextBoolean() ? "ssd" : "");
    }
    Host host = sample.attributed(attributes);
    if (random.nextInt(6) == 0) {
      host =
          host.with(
              new Contact(
                  1,
                  host.contact().incarnation(),
                  new Contact.Link.Silent(Samples.NOON),
                  host.contact().engine()));
    }
    return random.nextInt(6) == 0 ? host.with(Host.Status.DRAINING) : host;
  }

  private HostFacts versioned(HostFacts facts) {
    return new HostFacts(
        facts.registered(),
        facts.dynamicPorts(),
        facts.reservedPorts(),
        facts.addresses(),
        facts.devices(),
        facts.attributes(),
        facts.machine(),
        new HostFacts.Software(
            random.nextBoolean() ? "1.1" : "1.10", HostFacts.Engine.DOCKER, "28", "1.48"),
        facts.defaults(),
        random.nextInt(6) == 0 ? Set.of() : Set.of("logs"));
  }

  /** With tasks that have room there, as the scheduler would have placed them. */
  private void fill(Host host) {
    Resources left = host.facts().registered();
    List<String> gpus =
        new ArrayList<>(host.facts().devices().stream().map(HostFacts.Device::id).toList());
    boolean namesHttp = false;
    boolean namesPickable = false;
    for (int number = random.nextInt(6); number > 0; number--) {
      Resources asked =
          new Resources(
              random.nextInt(1 + (int) left.cpuUnits()),
              random.nextInt(1 + (int) left.memoryMib()),
              random.nextInt(1 + left.dynamicTcpPorts()),
              random.nextInt(1 + left.dynamicUdpPorts()));
      List<HostPort> ports = new ArrayList<>();
      if (!namesHttp && host.facts().reservedPorts().isEmpty() && random.nextInt(3) == 0) {
        ports.add(HTTP);
        namesHttp = true;
      }
      left = left.minus(asked);
      if (!namesPickable && left.dynamicUdpPorts() > 0 && random.nextInt(4) == 0) {
        ports.add(PICKABLE);
        namesPickable = true;
        left = left.minus(new Resources(0, 0, 0, 1));
      }
      List<GivenDevice> given = new ArrayList<>();
      while (!gpus.isEmpty() && random.nextInt(3) == 0) {
        given.add(new GivenDevice("web", gpus.removeLast()));
      }
      tasks.add(task(host, shape(asked, Map.of(), ports, given.size()), given));
    }
  }

  private Task task(Host host, TaskShape shape, List<GivenDevice> given) {
    TaskOrder order =
        new TaskOrder(
                ClusterRows.WEB,
                Samples.task(1).order().plan(),
                shape.taken(),
                random.nextInt(3) == 0 ? ClusterRows.GROUP : "service:other",
                "")
            .given(given);
    Wish wish =
        random.nextInt(5) == 0
            ? new Wish.Stop(new StopCause(StopCause.Code.USER_INITIATED, ""), Samples.NOON)
            : new Wish.Run();
    Sighting sighting =
        random.nextBoolean()
            ? Sighting.NONE
            : new Sighting(
                Sighting.Phase.RUNNING,
                new Sighting.Order(1, 1),
                List.of(),
                Optional.empty(),
                Sighting.Times.NONE);
    return new Task(
        new TaskId(random.nextLong() >>> 1, tasks.size()),
        ClusterRows.CLUSTER,
        host.id(),
        order,
        wish,
        sighting,
        Samples.NOON,
        1,
        Map.of());
  }

  private static Target held(int number, HostId host) {
    return new Target(
        new TargetId(0, number),
        new TargetGroupId(1),
        new Target.Origin.OfTask(new TaskId(9, number), host, "web", 80),
        host.text(),
        new Target.Address("192.0.2.1", HTTP.number()),
        new Target.State.Gone(Samples.NOON),
        TargetHealth.unjudged(Samples.NOON),
        Samples.NOON);
  }

  private static TaskShape shape(
      Resources asked, Map<String, String> attributes, List<HostPort> ports, int devices) {
    return new TaskShape(
        asked,
        attributes,
        ports.stream().map(port -> new TaskShape.PortLead(port, "web", 80)).toList(),
        devices == 0
            ? List.of()
            : List.of(new TaskShape.DeviceAsk("web", HostFacts.Device.GPU, devices)));
  }

  private RunTask request() {
    List<Constraint> constraints = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      constraints.add(new Constraint.DistinctHosts());
    }
    if (random.nextInt(2) == 0) {
      constraints.add(new Constraint.MemberOf(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()))));
    }
    Map<String, String> attributes =
        switch (random.nextInt(8)) {
          case 0 -> Map.of("disk", "");
          case 1 -> Map.of("disk", "ssd");
          default -> Map.of();
        };
    List<HostPort> ports =
        switch (random.nextInt(6)) {
          case 0 -> List.of(HTTP);
          case 1 -> List.of(PICKABLE, HTTP);
          default -> List.of();
        };
    Resources asked =
        new Resources(
            random.nextInt(8), 6 + random.nextInt(14), random.nextInt(3), random.nextInt(2));
    TaskShape shape = shape(asked, attributes, ports, random.nextInt(6) == 0 ? 2 : 0);
    Set<String> requires = random.nextInt(4) == 0 ? Set.of("logs") : Set.of();
    return ClusterRows.request(ClusterRows.plan(shape, requires), 1, constraints);
  }
}
