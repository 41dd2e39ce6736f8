package io.berth.scheduler.store;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.TaskState;
import io.berth.scheduler.model.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Rows for tests: plain ones by number, and random ones in which every member takes many values.
 */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private Samples() {}

  public static Cluster cluster(int number) {
    return new Cluster(
        new ClusterName("cluster-" + number), Cluster.Status.ACTIVE, NOON, Map.of(), Map.of());
  }

  public static Task task(int number) {
    return new Task(
        new TaskId(0, number),
        new ClusterName("default"),
        new DefinitionId("web", 1),
        new HostId(0, number % 3),
        "service:web",
        "ecs-svc/1",
        Task.Desired.RUNNING,
        new TaskState.Pending(),
        NOON,
        1,
        Map.of());
  }

  public static Cluster anyCluster(int number, RandomGenerator random) {
    return new Cluster(
        new ClusterName("cluster-" + number),
        any(Cluster.Status.values(), random),
        anyInstant(random),
        anyMap(random),
        anyMap(random));
  }

  public static Host anyHost(int number, RandomGenerator random) {
    return new Host(
        new HostId(number, ~number),
        new ClusterName("cluster-" + random.nextInt(5)),
        any(Host.Status.values(), random),
        anyResources(random),
        List.of("192.0.2." + random.nextInt(256), "2001:db8::" + random.nextInt(100)),
        anyMap(random),
        anyInstant(random),
        random.nextLong(0, Long.MAX_VALUE),
        anyMap(random));
  }

  public static DefinitionFamily anyFamily(int number, RandomGenerator random) {
    return new DefinitionFamily("family-" + number, random.nextInt(Integer.MAX_VALUE));
  }

  public static TaskDefinition anyDefinition(int number, RandomGenerator random) {
    HostPort port =
        new HostPort(any(HostPort.Protocol.values(), random), random.nextInt(1, 65_536));
    return new TaskDefinition(
        new DefinitionId("family-" + number % 4, 1 + number / 4),
        any(TaskDefinition.Status.values(), random),
        "{\"family\":\"" + anyText(random) + "\"}",
        new TaskShape(anyResources(random), random.nextBoolean() ? List.of() : List.of(port)),
        anyInstant(random),
        random.nextBoolean() ? Optional.empty() : Optional.of(anyInstant(random)),
        anyMap(random));
  }

  public static Task anyTask(int number, RandomGenerator random) {
    return new Task(
        new TaskId(number * 0x9E3779B97F4A7C15L, number),
        new ClusterName("cluster-" + random.nextInt(5)),
        new DefinitionId("family-" + random.nextInt(4), 1 + random.nextInt(9)),
        new HostId(random.nextInt(7), 0),
        anyText(random),
        anyText(random),
        any(Task.Desired.values(), random),
        anyState(random),
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
        state);
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

  private static TaskState anyState(RandomGenerator random) {
    Optional<Instant> startedAt =
        random.nextBoolean() ? Optional.empty() : Optional.of(anyInstant(random));
    StopCause cause = new StopCause(any(StopCause.Code.values(), random), anyText(random));
    return switch (random.nextInt(4)) {
      case 0 -> new TaskState.Pending();
      case 1 -> new TaskState.Running(anyInstant(random));
      case 2 -> new TaskState.Stopping(startedAt, anyInstant(random), cause);
      default -> new TaskState.Stopped(startedAt, anyInstant(random), cause);
    };
  }

  private static Resources anyResources(RandomGenerator random) {
    return new Resources(
        random.nextLong(1L << 40), random.nextLong(1L << 40), random.nextInt(65_536));
  }

  private static Instant anyInstant(RandomGenerator random) {
    return Instant.ofEpochSecond(random.nextLong(-1L << 33, 1L << 33), random.nextInt(1_000_000));
  }

  private static Map<String, String> anyMap(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of();
      case 1 -> Map.of(anyText(random), anyText(random));
      default -> Map.of("a " + anyText(random), "", "b " + anyText(random), anyText(random));
    };
  }

  private static String anyText(RandomGenerator random) {
    String[] texts = {"", "service:web", "ecs-svc/1", "grün", "日本", "\u0000 \n", "x".repeat(300)};
    return any(texts, random);
  }

  private static <T> T any(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
