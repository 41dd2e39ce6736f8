package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.ServiceSamples;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Rows as format 1 wrote them, checked in as bytes: what is on people's disks must read as it did.
 * Until the first release format 1 may grow: new rows and members are added here, with the value
 * that old rows shall have. Afterwards each is a new format, with a file of its own and a
 * migration, since an older program would lose what it does not know.
 */
class GoldenRowsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456789Z");
  private static final ClusterName CLUSTER = new ClusterName("default");
  private static final Map<String, String> TAG = Map.of("team", "grün");
  private static final StopCause CAUSE =
      new StopCause(StopCause.Code.ESSENTIAL_CONTAINER_EXITED, "web ended with 1");

  private static final Plan PLAN =
      Plan.of(
          new DefinitionId("web", 12),
          "{}",
          new TaskShape(new Resources(256, 512, 1, 0)),
          new Plan.Program(Bytes.of(new byte[] {1, 2, 3}), Set.of("a")));

  private final Families families = new Families(new Shared());
  private final Map<String, String> golden = new TreeMap<>();
  private final Map<String, String> today = new TreeMap<>();

  @Test
  void rowsOfFormatOneReadAsTheyWereWritten() throws IOException {
    readGolden("format-1.txt");
    check(Tables.CLUSTERS, new Cluster(CLUSTER, Cluster.Status.ACTIVE, NOON, TAG, Map.of()));
    check(Tables.HOSTS, host());
    check(Tables.FAMILIES, new DefinitionFamily("web", 12));
    check(Tables.DEFINITIONS, definition());
    check(Tables.DEFINITIONS, definitionForOnePlatform());
    check(Tables.DEFINITIONS, definitionWhosePortLeadsSomewhere());
    check(Tables.DEFINITIONS, definitionThatAsksForDevices());
    check(Tables.PLANS, PLAN);
    check(Tables.PLANS, planForOneRack());
    check(Tables.TASKS, task(1, new Wish.Run(), Sighting.NONE));
    check(Tables.TASKS, task(2, new Wish.Run(), sighting(Sighting.Phase.RUNNING)));
    check(Tables.TASKS, task(3, new Wish.Stop(CAUSE, NOON), sighting(Sighting.Phase.STOPPED)));
    check(Tables.TASKS, task(4, new Wish.Abandoned(CAUSE, NOON), Sighting.NONE));
    check(Tables.TASKS, task(5, new Wish.Drain(CAUSE, NOON), sighting(Sighting.Phase.RUNNING)));
    check(Tables.TASKS, taskOfService());
    check(Tables.TASKS, taskWithDevices());
    check(Tables.SERVICES, service());
    check(Tables.SERVICES, serviceSpreadOverRacks());
    check(Tables.SERVICES, ServiceSamples.service("asked"));
    check(Tables.SERVICES, unasked("draining").deleted());
    check(Tables.SERVICES, unasked("over").ended(NOON));
    check(Tables.DEPLOYMENTS, deployment(42, Ask.unknown(NOON)));
    check(Tables.DEPLOYMENTS, deployment(43, new Ask("rollback", new Asker.Itself(), NOON)));
    check(Tables.SERVICE_EVENTS, ServiceSamples.event("web", 7));
    check(Tables.CLIENT_TOKENS, clientToken());
    check(Tables.INSTALLATION, new Installation("000000000000", "us-east-1"));
    check(Tables.API_KEYS, key("AK1", new ApiKey.State.Disabled("sealed")));
    check(Tables.API_KEYS, key("AK2", new ApiKey.State.Active("sealed")));
    check(Tables.API_KEYS, usedKey());
    check(Tables.JOIN_TOKENS, token("open", new JoinToken.Use.Open()));
    check(Tables.JOIN_TOKENS, token("spent", new JoinToken.Use.Spent("host-1", NOON)));
    check(Tables.JOIN_TOKENS, token("revoked", new JoinToken.Use.Revoked(NOON)));
    check(Tables.JOIN_TOKENS, notedToken());
    for (CaCertificate.State state : CaCertificate.State.values()) {
      check(Tables.CA_CERTIFICATES, authority(state));
    }
    check(Tables.CA_CERTIFICATES, authorityThatAnotherVouchesFor());
    check(Tables.PEERS, peer(1, PeerKind.AGENT, new Peer.State.Active()));
    check(Tables.PEERS, peer(2, PeerKind.PROXY, new Peer.State.Revoked(NOON)));
    check(Tables.PEERS, peerThatHasTold());
    check(Tables.BALANCERS, GoldenBalancerRows.balancer());
    check(Tables.TARGET_GROUPS, GoldenBalancerRows.usedGroup());
    check(Tables.TARGET_GROUPS, GoldenBalancerRows.unusedGroup());
    check(Tables.LISTENERS, GoldenBalancerRows.listener());
    check(Tables.RULES, GoldenBalancerRows.rule());
    for (Target target : GoldenBalancerRows.targets()) {
      check(Tables.TARGETS, target);
    }
    assertEquals(lines(golden), lines(today));
  }

  private <K extends Comparable<? super K>, E> void check(Table<K, E> table, E row)
      throws InvalidProtocolBufferException {
    RowCodec<K, E> codec = families.of(table);
    String key = HEX.formatHex(codec.key(table.keyOf(row)));
    today.put(key, HEX.formatHex(codec.encode(row)));
    String stored = golden.get(key);
    if (stored != null) {
      assertEquals(row, codec.decode(HEX.parseHex(stored)));
    }
  }

  private static Host host() {
    return new Host(
        new HostId(7, 8),
        CLUSTER,
        Host.Status.DRAINING,
        facts(),
        Map.of("stack", "blue"),
        contact(),
        NOON,
        42,
        TAG);
  }

  private static HostFacts facts() {
    return new HostFacts(
        new Resources(4_096, 7_900, 1_000, 0),
        new HostFacts.PortRange(20_000, 20_999),
        List.of(new HostPort(HostPort.Protocol.TCP, 2_375)),
        List.of("192.0.2.7", "2001:db8::7"),
        List.of(new HostFacts.Device("GPU-1", "gpu", "model", 1L << 33)),
        Map.of("zone", "rack-1"),
        new HostFacts.Machine("one", "Debian 13", HostFacts.Architecture.ARM64, "6.12", 2),
        new HostFacts.Software("0.1", HostFacts.Engine.PODMAN, "5.0", "1.41"),
        new HostFacts.Defaults(Duration.ofSeconds(30), HostFacts.PullBehaviour.ONCE),
        Set.of("a", "b"));
  }

  private static Contact contact() {
    return new Contact(
        5,
        new Contact.Incarnation("boot", Bytes.of(new byte[] {1, 2}), 3),
        new Contact.Link.Silent(NOON),
        new Contact.Engine(Contact.Availability.SLOW, NOON, "late"));
  }

  private static ClientToken clientToken() {
    return new ClientToken(
        new ClientToken.Key(CLUSTER, "token"),
        Fingerprint.of(new byte[] {9}),
        List.of(new TaskId(-1, 1)),
        NOON);
  }

  private static TaskDefinition definition() {
    return new TaskDefinition(
        new DefinitionId("web", 12),
        TaskDefinition.Status.INACTIVE,
        "{\"family\":\"web\"}",
        Samples.shape(new Resources(256, 512, 1, 0), new HostPort(HostPort.Protocol.UDP, 53)),
        NOON,
        Optional.of(NOON.plusSeconds(60)),
        TAG);
  }

  private static TaskDefinition definitionForOnePlatform() {
    return new TaskDefinition(
        new DefinitionId("web", 13),
        TaskDefinition.Status.ACTIVE,
        "{}",
        new TaskShape(
            new Resources(256, 512, 1, 0),
            Map.of("ecs.cpu-architecture", "arm64"),
            List.of(),
            List.of()),
        NOON,
        Optional.empty(),
        Map.of());
  }

  private static TaskDefinition definitionWhosePortLeadsSomewhere() {
    HostPort port = new HostPort(HostPort.Protocol.TCP, 8_080);
    return new TaskDefinition(
        new DefinitionId("web", 14),
        TaskDefinition.Status.ACTIVE,
        "{}",
        new TaskShape(
            new Resources(256, 512, 0, 0),
            Map.of(),
            List.of(new TaskShape.PortLead(port, "web", 80)),
            List.of()),
        NOON,
        Optional.empty(),
        Map.of());
  }

  private static TaskDefinition definitionThatAsksForDevices() {
    return new TaskDefinition(
        new DefinitionId("web", 15),
        TaskDefinition.Status.ACTIVE,
        "{}",
        new TaskShape(
            new Resources(256, 512, 1, 2),
            Map.of(),
            List.of(),
            List.of(
                new TaskShape.DeviceAsk("web", "gpu", 2),
                new TaskShape.DeviceAsk("side", "gpu", 1))),
        NOON,
        Optional.empty(),
        Map.of());
  }

  private static Task taskWithDevices() {
    Task without = task(7, new Wish.Run(), Sighting.NONE);
    return new Task(
        without.id(),
        CLUSTER,
        without.host(),
        without
            .order()
            .given(List.of(new GivenDevice("web", "GPU-1"), new GivenDevice("side", "GPU-2"))),
        without.wish(),
        without.sighting(),
        NOON,
        3,
        TAG);
  }

  private static Task task(long id, Wish wish, Sighting sighting) {
    return new Task(
        new TaskId(-1, id),
        CLUSTER,
        new HostId(7, 8),
        new TaskOrder(PLAN.definition(), PLAN.hash(), PLAN.asked(), "service:web", "ecs-svc/1"),
        wish,
        sighting,
        NOON,
        3,
        TAG);
  }

  private static Task taskOfService() {
    Task alone = task(6, new Wish.Run(), Sighting.NONE);
    TaskOrder order = alone.order();
    return new Task(
        alone.id(),
        CLUSTER,
        alone.host(),
        new TaskOrder(
            order.definition(),
            order.plan(),
            order.asked(),
            order.group(),
            order.startedBy(),
            Optional.of(new Membership(new ServiceId(CLUSTER, "web"), new DeploymentId(42)))),
        alone.wish(),
        alone.sighting(),
        NOON,
        3,
        TAG);
  }

  private static Service service() {
    return new Service(
        new ServiceId(CLUSTER, "web"),
        new Service.State.Active(),
        new ServiceWish(
            4,
            new Rolling(50, 150),
            List.of(
                new Strategy.Anywhere(),
                new Strategy.SpreadOverHosts(),
                new Strategy.Binpack(Strategy.Resource.CPU),
                new Strategy.Binpack(Strategy.Resource.MEMORY)),
            List.of(),
            Optional.of(Duration.ofSeconds(60)),
            ServiceWish.TagSource.SERVICE,
            "EC2"),
        new Service.Progress(
            3, 17, Optional.of(NOON), Optional.of(new Service.Complaint("no room", NOON)), 0),
        new Service.Origin(
            NOON, Optional.of(new Service.Token("token", Fingerprint.of(new byte[] {9})))),
        Ask.unknown(NOON),
        TAG);
  }

  private static Plan planForOneRack() {
    return Plan.of(
        new DefinitionId("web", 13),
        "",
        new Plan.Needs(
            new TaskShape(new Resources(256, 512, 1, 0)),
            List.of(
                new Constraint.MemberOf("attribute:rack == 1"), new Constraint.DistinctHosts())),
        new Plan.Program(Bytes.of(new byte[] {1, 2, 3}), Set.of()));
  }

  private static Service unasked(String name) {
    return ServiceSamples.service(name).asked(Ask.unknown(Samples.NOON));
  }

  private static Service serviceSpreadOverRacks() {
    Service known = service();
    ServiceWish wish = known.wish();
    return new Service(
        new ServiceId(CLUSTER, "spread"),
        known.state(),
        new ServiceWish(
            wish.desiredCount(),
            wish.rolling(),
            List.of(
                new Strategy.SpreadOverAttribute("zone"),
                new Strategy.Binpack(Strategy.Resource.CPU),
                new Strategy.SpreadOverAttribute("rack")),
            List.of(
                new Constraint.DistinctHosts(), new Constraint.MemberOf("attribute:rack exists")),
            wish.healthGrace(),
            wish.tagSource(),
            wish.launchType()),
        known.progress(),
        known.origin(),
        known.asked(),
        known.tags());
  }

  private static Deployment deployment(long id, Ask asked) {
    return new Deployment(
        new DeploymentId(id),
        new ServiceId(CLUSTER, "web"),
        3,
        new Deployment.Recipe(
            PLAN.definition(),
            PLAN.hash(),
            Set.of("web"),
            List.of(new BalancedPort("group/0123456789abcdef", "web", 80))),
        Deployment.Rollout.COMPLETED,
        new Deployment.Setbacks(5, 2, Optional.of(NOON)),
        asked,
        NOON.plusSeconds(1));
  }

  private static Sighting sighting(Sighting.Phase phase) {
    Optional<Instant> at = Optional.of(NOON);
    return new Sighting(
        phase,
        new Sighting.Order(4, 17),
        List.of(container()),
        Optional.of(new Sighting.End(Sighting.Cause.ESSENTIAL_EXITED, "web ended")),
        new Sighting.Times(at, at, at, at, at, at));
  }

  private static ContainerSight container() {
    return new ContainerSight(
        "web",
        ContainerSight.State.STOPPED,
        ContainerSight.Health.HEALTHY,
        "0123",
        "sha256:00",
        OptionalInt.of(1),
        List.of(
            new ContainerSight.PortBinding(
                80, new HostPort(HostPort.Protocol.TCP, 20_000), "192.0.2.7")),
        Optional.of(new ContainerSight.Failure(ContainerSight.Kind.OUT_OF_MEMORY, "killed")),
        2);
  }

  private static ApiKey key(String id, ApiKey.State state) {
    return new ApiKey(
        new AccessKeyId(id), "admin", state, NOON, Optional.empty(), Optional.empty());
  }

  private static ApiKey usedKey() {
    return new ApiKey(
        new AccessKeyId("AK3"),
        "",
        new ApiKey.State.Revoked(NOON),
        NOON,
        Optional.of(new AccessKeyId("AK1")),
        Optional.of(NOON));
  }

  private static CaCertificate authority(CaCertificate.State state) {
    byte[] der = {0x30, (byte) state.name().charAt(0)};
    return new CaCertificate(
        Fingerprint.of(der),
        Bytes.of(der),
        state == CaCertificate.State.RETIRED ? "" : "sealed",
        NOON,
        state);
  }

  private static Peer peer(long id, PeerKind kind, Peer.State state) {
    return new Peer(
        new PeerId(-1, id),
        kind,
        kind == PeerKind.AGENT ? Optional.of(CLUSTER) : Optional.empty(),
        "rack-1-host",
        new Peer.Certificate(
            Fingerprint.of(new byte[] {1}), "7f01", NOON.plusSeconds(90), NOON.plusSeconds(1)),
        state,
        NOON);
  }

  private static CaCertificate authorityThatAnotherVouchesFor() {
    byte[] der = {0x30, 7};
    return new CaCertificate(
        Fingerprint.of(der),
        Bytes.of(der),
        "sealed",
        NOON,
        CaCertificate.State.ACTIVE,
        List.of(
            new CaCertificate.Cross(
                Fingerprint.of(new byte[] {0x30, 8}), Bytes.of(new byte[] {0x30, 9}))));
  }

  private static Peer peerThatHasTold() {
    Fingerprint signing = Fingerprint.of(new byte[] {0x30, 7});
    Fingerprint before = Fingerprint.of(new byte[] {0x30, 8});
    return peer(3, PeerKind.AGENT, new Peer.State.Active())
        .trusting(
            new Peer.Trust(List.of(signing, before), Optional.of(before), NOON.plusSeconds(2)));
  }

  private static JoinToken notedToken() {
    return new JoinToken(
        new TokenId("noted"),
        PeerKind.AGENT,
        Optional.empty(),
        "hash",
        NOON,
        Duration.ofMinutes(1),
        "for rack 1",
        new JoinToken.Use.Open());
  }

  private static JoinToken token(String id, JoinToken.Use use) {
    return new JoinToken(
        new TokenId(id),
        PeerKind.PROXY,
        Optional.of(CLUSTER),
        "hash",
        NOON,
        Duration.ofMinutes(60).plusMillis(5),
        "",
        use);
  }

  private void readGolden(String name) throws IOException {
    try (InputStream in = GoldenRowsTest.class.getResourceAsStream("/golden/state/" + name)) {
      if (in != null) {
        String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        text.lines().map(line -> line.split(" ", -1)).forEach(row -> golden.put(row[0], row[1]));
      }
    }
  }

  private static String lines(Map<String, String> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach((key, value) -> lines.append(key).append(' ').append(value).append('\n'));
    return lines.toString();
  }
}
