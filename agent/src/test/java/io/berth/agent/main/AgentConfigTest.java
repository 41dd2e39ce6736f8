package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.peer.SchedulerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration is read to the letter, or the agent does not start. */
class AgentConfigTest {
  @TempDir Path directory;

  @Test
  void nothingSaidMeansALocalScheduler() throws Exception {
    AgentConfig config = AgentConfig.of(Map.of());
    assertEquals(new SchedulerAddress("127.0.0.1", 7071), config.scheduler());
    assertEquals(Optional.empty(), config.ticket());
    assertEquals(new PortRange(20_000, 29_999), config.dynamicPorts());
    assertEquals(256L << 20, config.reservedMemoryBytes());
  }

  @Test
  void commandLineWinsOverTheFile() throws Exception {
    Path file = directory.resolve("agent.conf");
    Files.writeString(
        file,
        """
        # where to join
        scheduler = [::1]:9000
        stop-timeout = 5
        pull-behaviour = once
        attributes = stack=a, quiet
        zone = rack 7
        instance-type = nuc
        """);
    AgentConfig config =
        AgentMain.config(
            List.of("--config", file.toString(), "--stop-timeout", "7", "--state", "/tmp/x"),
            Map.of());
    assertEquals(new SchedulerAddress("::1", 9_000), config.scheduler());
    assertEquals(Duration.ofSeconds(7), config.defaults().stopTimeout());
    assertEquals(PullBehaviour.ONCE, config.defaults().pullBehaviour());
    assertEquals(
        Map.of(
            "stack", Optional.of("a"),
            "quiet", Optional.empty(),
            "ecs.availability-zone", Optional.of("rack 7"),
            "ecs.instance-type", Optional.of("nuc")),
        config.attributes());
  }

  @ParameterizedTest
  @CsvSource({
    "shceduler, x:1",
    "scheduler, nowhere",
    "scheduler, ::1:70",
    "scheduler, host:0",
    "scheduler, host:99999999999",
    "state, relative/path",
    "docker-host, tcp://192.0.2.7:2375",
    "docker-host, unix://relative.sock",
    "pull-behaviour, sometimes",
    "stop-timeout, -1",
    "stop-timeout, 30s",
    "dynamic-ports, 30000",
    "dynamic-ports, 30000-20000",
    "dynamic-ports, 0-10",
    "reserved-ports, 22;23",
    "reserved-memory, lots",
    "attributes, =a",
    "attributes, '{\"a\":1}'",
    "attributes, '{\"a\":\"b\"'",
    "attributes, 'a=1,a=2'",
    "attributes, 'a=1,a'",
    "attributes, a:b=c",
    "attributes, a=ü",
    "attributes, a=",
    "attributes, '{\"a\":\" b\"}'",
    "attributes, ecs.availability-zone=a",
    "attributes, com.amazonaws.ecs.capability.privileged-container",
    "zone, 'a,b'",
    "instance-type, ü",
    "first-tags, =a",
    "clean-up-after, 0",
    "cluster, two words",
    "token, berth-agent-only"
  })
  void whatCannotBeReadIsNoStartAndNamesTheKey(String key, String value) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> AgentConfig.of(Map.of(key, value)));
    assertTrue(String.valueOf(refused.getMessage()).contains(key), refused::getMessage);
  }

  @Test
  void keysThatAreGivenTwiceOrHalfAreRefused() {
    assertThrows(
        ConfigException.class,
        () -> AgentMain.config(List.of("--state", "/a", "--state", "/b"), Map.of()));
    assertThrows(ConfigException.class, () -> AgentMain.config(List.of("--state"), Map.of()));
    assertThrows(ConfigException.class, () -> AgentMain.config(List.of("state", "/a"), Map.of()));
    assertThrows(ConfigException.class, () -> ConfigText.lines("state"));
    assertThrows(ConfigException.class, () -> ConfigText.lines("a = 1\na = 2"));
  }

  @Test
  void tokenIsInNoText() throws Exception {
    AgentConfig config =
        AgentConfig.of(Map.of("token", "berth-agent-secret", "ca-fingerprint", "ab"));
    assertFalse(config.toString().contains("secret"));
  }
}
