package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of ECS's agent mean here what they mean there, or are named as meaning nothing. */
class EcsNamesTest {
  private static final String FILE =
      """
      # as people have it
      ECS_CLUSTER=web
      ECS_INSTANCE_ATTRIBUTES={"rack": "a:b", "stack": "blue"}
      ECS_CONTAINER_INSTANCE_TAGS='{"owner": "me \\"x\\" \\u00e9"}'
      ECS_RESERVED_MEMORY=64
      ECS_RESERVED_PORTS=[22, 80]
      ECS_RESERVED_PORTS_UDP=[53]
      ECS_CONTAINER_STOP_TIMEOUT=1m30s
      ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1h
      ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
      ECS_DYNAMIC_HOST_PORT_RANGE=40000-41000
      ECS_LOGLEVEL=debug
      ECS_DATADIR=
      AWS_DEFAULT_REGION=eu-west-1
      """;

  @TempDir Path directory;

  @Test
  void fileOfEcsIsUnderstood() throws Exception {
    AgentConfig config = AgentConfig.of(EcsNames.file(FILE).values());
    assertEquals(Optional.of("web"), config.cluster());
    assertEquals(
        Map.of("rack", Optional.of("a:b"), "stack", Optional.of("blue")), config.attributes());
    assertEquals(Map.of("owner", "me \"x\" \u00e9"), config.firstTags());
    assertEquals(64L << 20, config.reservedMemoryBytes());
    assertEquals(
        Set.of(
            new HostPort(22, Protocol.TCP),
            new HostPort(80, Protocol.TCP),
            new HostPort(53, Protocol.UDP)),
        config.reservedPorts());
    assertEquals(Duration.ofSeconds(90), config.defaults().stopTimeout());
    assertEquals(PullBehaviour.PREFER_CACHED, config.defaults().pullBehaviour());
    assertEquals(Duration.ofHours(1), config.cleanUpAfter());
    assertEquals(new PortRange(40_000, 41_000), config.dynamicPorts());
  }

  @Test
  void whatHasNoEffectIsNamed() throws Exception {
    assertEquals(
        List.of("AWS_DEFAULT_REGION", "ECS_LOGLEVEL"), EcsNames.file(FILE).withoutEffect());
    assertEquals(
        List.of("ECS_LOGLEVEL", "ECS_NOT_YET_INVENTED"),
        EcsNames.environment(
                Map.of(
                    "ECS_LOGLEVEL", "debug",
                    "ECS_NOT_YET_INVENTED", "x",
                    "HOME", "/root",
                    "AWS_REGION", "x"))
            .withoutEffect());
  }

  @Test
  void nearerWordsWin() throws Exception {
    Path ecs = directory.resolve("ecs.config");
    Path own = directory.resolve("agent.conf");
    Files.writeString(
        ecs, "ECS_CLUSTER=file\nECS_RESERVED_MEMORY=1\nECS_CONTAINER_STOP_TIMEOUT=1s\n");
    Files.writeString(own, "stop-timeout = 3\nreserved-memory = 3\n");
    AgentConfig config =
        AgentMain.config(
            List.of(
                "--ecs-config",
                ecs.toString(),
                "--config",
                own.toString(),
                "--reserved-memory",
                "4"),
            Map.of(
                "ECS_CLUSTER",
                "environment",
                "ECS_CONTAINER_STOP_TIMEOUT",
                "2s",
                "DOCKER_HOST",
                "unix:///run/podman.sock"));
    assertEquals(Optional.of("environment"), config.cluster());
    assertEquals(Duration.ofSeconds(3), config.defaults().stopTimeout());
    assertEquals(4L << 20, config.reservedMemoryBytes());
    assertEquals("unix:///run/podman.sock", config.dockerHost());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ECS_CLUSTER; two words",
        "ECS_INSTANCE_ATTRIBUTES; {\"a\": 1}",
        "ECS_INSTANCE_ATTRIBUTES; {\"a\": \"b\"",
        "ECS_INSTANCE_ATTRIBUTES; {\"a\": \"b\"} x",
        "ECS_INSTANCE_ATTRIBUTES; {\"a\": \"b\", \"a\": \"c\"}",
        "ECS_INSTANCE_ATTRIBUTES; {\"a\": \"\\u12\"}",
        "ECS_RESERVED_PORTS; 22",
        "ECS_RESERVED_PORTS; [22,]",
        "ECS_RESERVED_PORTS; [99999]",
        "ECS_RESERVED_PORTS_UDP; [-1]",
        "ECS_RESERVED_MEMORY; lots",
        "ECS_CONTAINER_STOP_TIMEOUT; 30",
        "ECS_CONTAINER_STOP_TIMEOUT; 1.5s",
        "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION; 0s",
        "ECS_IMAGE_PULL_BEHAVIOR; sometimes",
        "ECS_DYNAMIC_HOST_PORT_RANGE; 40000"
      })
  void whatCannotBeReadIsNoStartAndNamesEcsName(String name, String value) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> EcsNames.environment(Map.of(name, value)));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains("ECS_RESERVED_PORTS") || sentence.contains(name), sentence);
  }
}
