package io.berth.scheduler.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A host for tests of queries. */
record SampleHost(
    boolean isAgentConnected,
    String agentVersion,
    String instanceId,
    Instant registeredAt,
    Map<String, String> attributes,
    int runningTasks,
    Set<String> taskGroups)
    implements QueriedHost {

  static final SampleHost ONE =
      new SampleHost(
          true,
          "1.14.5",
          "i-abcd1234",
          Instant.parse("2018-06-18T22:28:28.900Z"),
          Map.of(
              "ecs.instance-type", "g2.large",
              "ecs.availability-zone", "us-east-1a",
              "gpu", "",
              "rack", "7",
              "note", "two words"),
          2,
          Set.of("service:production", "family:web"));

  @Override
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  SampleHost withVersion(String version) {
    return new SampleHost(
        isAgentConnected, version, instanceId, registeredAt, attributes, runningTasks, taskGroups);
  }

  SampleHost withoutTasks() {
    return new SampleHost(
        isAgentConnected, agentVersion, instanceId, registeredAt, attributes, 0, Set.of());
  }

  /** One whose traits are of the few that {@link RandomQuery} asks for, so that many agree. */
  static SampleHost any(RandomGenerator random) {
    return new SampleHost(
        random.nextBoolean(),
        RandomQuery.any(RandomQuery.VERSIONS, random),
        RandomQuery.any(RandomQuery.TEXTS, random),
        RandomQuery.any(RandomQuery.TIMES, random),
        anyAttributes(random),
        random.nextInt(3),
        Set.copyOf(
            List.of(
                RandomQuery.any(RandomQuery.TEXTS, random),
                RandomQuery.any(RandomQuery.TEXTS, random),
                "always")));
  }

  private static Map<String, String> anyAttributes(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Map.of();
      case 1 -> Map.of("zone", RandomQuery.any(RandomQuery.TEXTS, random));
      default -> Map.of("zone", RandomQuery.any(RandomQuery.TEXTS, random), "a.b/c\\d-e_f", "a");
    };
  }
}
