package io.berth.scheduler.store;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.model.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Rows for tests: plain ones by number, and random ones in which every member takes many values.
 */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  /** What a host can do for tasks, as agents tell it. */
  public static final Map<String, String> ABILITIES =
      Map.of(
          "com.amazonaws.ecs.capability.privileged-container", "",
          "ecs.capability.container-health-check", "",
          "ecs.capability.container-ordering", "",
          "ecs.capability.container-restart-policy", "",
          "ecs.capability.docker-plugin.local", "",
          "ecs.capability.increased-task-cpu-limit", "",
          "ecs.capability.task-cpu-mem-limit", "");

  private Samples() {}

  public static Cluster cluster(int number) {
    return new Cluster(
        new ClusterName("cluster-" + number), Cluster.Status.ACTIVE, NOON, Map.of(), Map.of());
  }

  public static Task task(int number) {
    return new Task(
        new TaskId(0, number),
        new ClusterName("default"),
        new HostId(0, number % 3),
        order(),
        new Wish.Run(),
        Sighting.NONE,
        NOON,
        1,
        Map.of());
  }

  private static TaskOrder order() {
    return new TaskOrder(
        new DefinitionId("web", 1),
        new PlanHash(Fingerprint.of(new byte[] {1})),
        new TaskShape(new Resources(128, 64, 1, 0)),
        "service:web",
        "ecs-svc/1");
  }

  /** Of tasks that ask for this much, and for these ports, which lead to the same ones inside. */
  public static TaskShape shape(Resources asked, HostPort... ports) {
    return new TaskShape(
        asked,
        Map.of(),
        Stream.of(ports).map(port -> new TaskShape.PortLead(port, "web", port.number())).toList(),
        List.of());
  }

  /** A connected host in the cluster "default" with this much of everything. */
  public static Host host(int number, Resources registered) {
    return new Host(
        new HostId(0, number),
        new ClusterName("default"),
        Host.Status.ACTIVE,
        new HostFacts(
            registered,
            new HostFacts.PortRange(20_000, 29_999),
            List.of(),
            List.of("192.0.2." + number),
            List.of(),
            ABILITIES,
            new HostFacts.Machine(
                "host-" + number, "Debian 13", HostFacts.Architecture.X86_64, "6.12", 2),
            new HostFacts.Software("1", HostFacts.Engine.DOCKER, "28.0", "1.48"),
            new HostFacts.Defaults(Duration.ofSeconds(30), HostFacts.PullBehaviour.PULL_OR_CACHED),
            Set.of()),
        Map.of(),
        new Contact(
            1,
            new Contact.Incarnation("boot", Bytes.of(new byte[16]), 1),
            new Contact.Link.Connected(NOON),
            new Contact.Engine(Contact.Availability.AVAILABLE, NOON, "")),
        NOON,
        1,
        Map.of());
  }

  /** Of such a host that keeps ports for itself and has GPUs. */
  public static HostFacts facts(
      int number, Resources size, List<HostPort> reserved, List<String> gpus) {
    HostFacts facts = host(number, size).facts();
    return new HostFacts(
        facts.registered(),
        facts.dynamicPorts(),
        reserved,
        facts.addresses(),
        gpus.stream().map(id -> new HostFacts.Device(id, HostFacts.Device.GPU, "", 0)).toList(),
        facts.attributes(),
        facts.machine(),
        facts.software(),
        facts.defaults(),
        facts.features());
  }

  public static Cluster anyCluster(int number, RandomGenerator random) {
    return new Cluster(
        new ClusterName("cluster-" + number),
        any(Cluster.Status.values(), random),
        anyInstant(random),
        anyMap(random),
        anyMap(random),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new Cluster.Brake(anyInstant(random), random.nextInt(9), random.nextInt(99))));
  }

  public static Host anyHost(int number, RandomGenerator random) {
    return new Host(
        new HostId(number, ~number),
        new ClusterName("cluster-" + random.nextInt(5)),
        any(Host.Status.values(), random),
        anyFacts(random),
        anyMap(random),
        anyContact(random),
        anyInstant(random),
        random.nextLong(0, Long.MAX_VALUE),
        anyMap(random));
  }

  private static HostFacts anyFacts(RandomGenerator random) {
    return new HostFacts(
        anyResources(random),
        new HostFacts.PortRange(1 + random.nextInt(1_000), 1_001 + random.nextInt(1_000)),
        random.nextBoolean() ? List.of() : List.of(anyPort(random)),
        List.of("192.0.2." + random.nextInt(256), "2001:db8::" + random.nextInt(100)),
        random.nextBoolean()
            ? List.of()
            : List.of(new HostFacts.Device(anyText(random), "gpu", anyText(random), 1L << 33)),
        anyMap(random),
        new HostFacts.Machine(
            anyText(random),
            anyText(random),
            any(HostFacts.Architecture.values(), random),
            anyText(random),
            1 + random.nextInt(2)),
        new HostFacts.Software(
            anyText(random),
            any(HostFacts.Engine.values(), random),
            anyText(random),
            anyText(random)),
        new HostFacts.Defaults(
            Duration.ofMillis(random.nextInt(100_000)),
            any(HostFacts.PullBehaviour.values(), random)),
        random.nextBoolean() ? Set.of() : Set.of("a", "b", anyText(random) + "c"));
  }

  private static Contact anyContact(RandomGenerator random) {
    byte[] journal = new byte[16];
    random.nextBytes(journal);
    return new Contact(
        1 + random.nextInt(100),
        new Contact.Incarnation(anyText(random), Bytes.of(journal), random.nextInt(100)),
        switch (random.nextInt(3)) {
          case 0 -> new Contact.Link.Connected(anyInstant(random));
          case 1 -> new Contact.Link.Silent(anyInstant(random));
          default -> new Contact.Link.Lost(anyInstant(random), anyInstant(random));
        },
        new Contact.Engine(
            any(Contact.Availability.values(), random), anyInstant(random), anyText(random)),
        random.nextBoolean()
            ? Contact.Unrest.NONE
            : new Contact.Unrest(1 + random.nextInt(9), anyInstant(random), maybeInstant(random)));
  }

  public static Plan anyPlan(int number, RandomGenerator random) {
    byte[] compiled = new byte[random.nextInt(300)];
    random.nextBytes(compiled);
    return Plan.of(
        new DefinitionId("family-" + number, 1 + random.nextInt(9)),
        random.nextBoolean() ? "" : "{}",
        new Plan.Needs(anyShape(random), ServiceSamples.anyConstraints(random)),
        new Plan.Program(Bytes.of(compiled), random.nextBoolean() ? Set.of() : Set.of("a.b", "c")));
  }

  public static ClientToken anyClientToken(int number, RandomGenerator random) {
    return new ClientToken(
        new ClientToken.Key(new ClusterName("cluster-1"), "token-" + number),
        Fingerprint.of(new byte[] {(byte) random.nextInt()}),
        random.nextBoolean() ? List.of() : List.of(new TaskId(-1, 2), new TaskId(3, -4)),
        anyInstant(random));
  }

  public static DefinitionFamily anyFamily(int number, RandomGenerator random) {
    return new DefinitionFamily("family-" + number, random.nextInt(Integer.MAX_VALUE));
  }

  public static TaskDefinition anyDefinition(int number, RandomGenerator random) {
    return new TaskDefinition(
        new DefinitionId("family-" + number % 4, 1 + number / 4),
        any(TaskDefinition.Status.values(), random),
        "{\"family\":\"" + anyText(random) + "\"}",
        anyShape(random),
        anyInstant(random),
        random.nextBoolean() ? Optional.empty() : Optional.of(anyInstant(random)),
        anyMap(random));
  }

  public static Task anyTask(int number, RandomGenerator random) {
    ClusterName cluster = new ClusterName("cluster-" + random.nextInt(5));
    ServiceId service = new ServiceId(cluster, "service-" + random.nextInt(3));
    return new Task(
        new TaskId(number * 0x9E3779B97F4A7C15L, number),
        cluster,
        new HostId(random.nextInt(7), 0),
        new TaskOrder(
            new DefinitionId("family-" + random.nextInt(4), 1 + random.nextInt(9)),
            new PlanHash(Fingerprint.of(new byte[] {(byte) random.nextInt(5)})),
            anyShape(random),
            random.nextBoolean() ? List.of() : List.of(new GivenDevice("web", "GPU-" + number)),
            anyText(random),
            anyText(random),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Membership(service, new DeploymentId(random.nextInt(3)))),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new TaskLease(1 + random.nextInt(9), Duration.ofMillis(number)))),
        anyWish(random),
        anySighting(random),
        anyInstant(random),
        random.nextLong(1, Long.MAX_VALUE),
        anyMap(random));
  }

  public static ApiKey anyApiKey(int number, RandomGenerator random) {
    ApiKey.State state =
        switch (random.nextInt(3)) {
          case 0 -> new ApiKey.State.Active("sealed " + random.nextLong());
          case 1 -> new ApiKey.State.Disabled("sealed " + random.nextLong());
          default -> new ApiKey.State.Revoked(anyInstant(random));
        };
    return new ApiKey(
        new AccessKeyId("AKIA" + number),
        anyText(random),
        state,
        anyInstant(random),
        random.nextBoolean() ? Optional.empty() : Optional.of(new AccessKeyId("AKIA0")),
        random.nextBoolean() ? Optional.empty() : Optional.of(anyInstant(random)));
  }

  public static CaCertificate anyCaCertificate(int number, RandomGenerator random) {
    byte[] der = new byte[1 + random.nextInt(600)];
    random.nextBytes(der);
    CaCertificate.State state = any(CaCertificate.State.values(), random);
    return new CaCertificate(
        Fingerprint.of(new byte[] {(byte) number}),
        Bytes.of(der),
        state == CaCertificate.State.RETIRED ? "" : "sealed " + random.nextLong(),
        anyInstant(random),
        state,
        random.nextBoolean()
            ? List.of()
            : List.of(
                new CaCertificate.Cross(
                    Fingerprint.of(new byte[] {(byte) random.nextInt()}), Bytes.of(der))));
  }

  public static Peer anyPeer(int number, RandomGenerator random) {
    PeerKind kind = any(PeerKind.values(), random);
    return new Peer(
        new PeerId(~number, number),
        kind,
        kind == PeerKind.PROXY ? Optional.empty() : Optional.of(new ClusterName("default")),
        anyText(random),
        new Peer.Certificate(
            Fingerprint.of(new byte[] {(byte) random.nextInt()}),
            Long.toHexString(random.nextLong()),
            anyInstant(random),
            anyInstant(random)),
        random.nextBoolean() ? new Peer.State.Active() : new Peer.State.Revoked(anyInstant(random)),
        anyInstant(random),
        random.nextBoolean() ? Optional.empty() : Optional.of(anyTrust(random)));
  }

  private static Peer.Trust anyTrust(RandomGenerator random) {
    Fingerprint signing = Fingerprint.of(new byte[] {(byte) random.nextInt()});
    Fingerprint other = Fingerprint.of(new byte[] {(byte) random.nextInt(), 1});
    return new Peer.Trust(
        random.nextBoolean() ? List.of(signing) : List.of(other, signing),
        random.nextBoolean() ? Optional.empty() : Optional.of(other),
        anyInstant(random));
  }

  public static JoinToken anyJoinToken(int number, RandomGenerator random) {
    JoinToken.Use use =
        switch (random.nextInt(3)) {
          case 0 -> new JoinToken.Use.Open();
          case 1 -> new JoinToken.Use.Spent(anyText(random), anyInstant(random));
          default -> new JoinToken.Use.Revoked(anyInstant(random));
        };
    return new JoinToken(
        new TokenId("token-" + number),
        any(PeerKind.values(), random),
        random.nextBoolean() ? Optional.empty() : Optional.of(new ClusterName("cluster-1")),
        "hash " + random.nextLong(),
        anyInstant(random),
        Duration.ofMillis(random.nextLong(1, 1L << 40)),
        anyText(random),
        use);
  }

  private static Wish anyWish(RandomGenerator random) {
    StopCause cause = new StopCause(any(StopCause.Code.values(), random), anyText(random));
    return switch (random.nextInt(4)) {
      case 0 -> new Wish.Run();
      case 1 -> new Wish.Drain(cause, anyInstant(random));
      case 2 -> new Wish.Stop(cause, anyInstant(random));
      default -> new Wish.Abandoned(cause, anyInstant(random));
    };
  }

  private static Sighting anySighting(RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      return Sighting.NONE;
    }
    return new Sighting(
        any(Sighting.Phase.values(), random),
        new Sighting.Order(1 + random.nextInt(9), random.nextInt(99)),
        random.nextBoolean() ? List.of() : List.of(anyContainer(random), anyContainer(random)),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new Sighting.End(any(Sighting.Cause.values(), random), anyText(random))),
        new Sighting.Times(
            maybeInstant(random),
            maybeInstant(random),
            maybeInstant(random),
            maybeInstant(random),
            maybeInstant(random),
            maybeInstant(random)));
  }

  private static ContainerSight anyContainer(RandomGenerator random) {
    return new ContainerSight(
        "web-" + random.nextInt(9),
        any(ContainerSight.State.values(), random),
        any(ContainerSight.Health.values(), random),
        anyText(random),
        anyText(random),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
        random.nextBoolean()
            ? List.of()
            : List.of(new ContainerSight.PortBinding(80, anyPort(random), "192.0.2.1")),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new ContainerSight.Failure(
                    any(ContainerSight.Kind.values(), random), anyText(random))),
        random.nextInt(100));
  }

  static Optional<Instant> maybeInstant(RandomGenerator random) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(anyInstant(random));
  }

  private static TaskShape anyShape(RandomGenerator random) {
    return new TaskShape(
        anyResources(random),
        random.nextBoolean() ? Map.of() : anyMap(random),
        random.nextBoolean()
            ? List.of()
            : List.of(new TaskShape.PortLead(anyPort(random), "web", random.nextInt(1, 65_536))),
        random.nextBoolean()
            ? List.of()
            : List.of(new TaskShape.DeviceAsk("web", "gpu", random.nextInt(1, 257))));
  }

  private static HostPort anyPort(RandomGenerator random) {
    return new HostPort(any(HostPort.Protocol.values(), random), random.nextInt(1, 65_536));
  }

  private static Resources anyResources(RandomGenerator random) {
    return new Resources(
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextInt(65_536),
        random.nextInt(65_536));
  }

  static Instant anyInstant(RandomGenerator random) {
    return Instant.ofEpochSecond(random.nextLong(-1L << 33, 1L << 33), random.nextInt(1_000_000));
  }

  static Map<String, String> anyMap(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of();
      case 1 -> Map.of(anyText(random), anyText(random));
      default -> Map.of("a " + anyText(random), "", "b " + anyText(random), anyText(random));
    };
  }

  static String anyText(RandomGenerator random) {
    String[] texts = {"", "service:web", "ecs-svc/1", "grün", "日本", "\u0000 \n", "x".repeat(300)};
    return any(texts, random);
  }

  static <T> T any(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
