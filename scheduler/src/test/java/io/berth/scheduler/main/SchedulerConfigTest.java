package io.berth.scheduler.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scheduler can be told, and what it refuses to be told. */
class SchedulerConfigTest {
  @TempDir private Path folder;

  @Test
  void withoutSettingsItServesThisMachineAlone() throws SettingsException {
    SchedulerConfig config = SchedulerConfig.read(List.of());

    assertEquals(7070, config.api().getPort());
    assertTrue(config.api().getAddress().isLoopbackAddress());
    assertEquals("127.0.0.1:7071", config.agentEndpoint(7071).toString());
    assertEquals(Path.of("/var/lib/berth/scheduler"), config.directory());
    assertEquals(Optional.empty(), config.account());
    assertEquals("elb.localhost", config.balancerDomain());
  }

  /**
   * Nobody gets through to another address than the one that listens, whatever else it is called.
   */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:0, berth.lan, 127.0.0.1:4711",
    "192.0.2.7:0, berth.lan, 192.0.2.7:4711",
    "'[2001:db8::7]:0', berth.lan, '[2001:db8:0:0:0:0:0:7]:4711'",
    "0.0.0.0:0, 'berth.lan,192.0.2.7', berth.lan:4711",
    "'[::]:0', 192.0.2.7, 192.0.2.7:4711",
  })
  void agentsAreToldWhereTheyGetThrough(String agents, String names, String told)
      throws SettingsException {
    SchedulerConfig config = SchedulerConfig.read(List.of("--agents", agents, "--names", names));

    assertEquals(told, config.agentEndpoint(4711).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7070, auto, false",
    "[::1]:7070, auto, false",
    "localhost:0, auto, false",
    "127.0.0.1:7070, on, true",
    "0.0.0.0:7070, auto, true",
    "192.0.2.7:7070, auto, true",
    "'[2001:db8::7]:7070', auto, true",
    "192.0.2.7:7070, off, false",
  })
  void tlsIsOnUnlessOnlyThisMachineCanReachIt(String api, String wish, boolean speaks)
      throws SettingsException {
    assertEquals(
        speaks, SchedulerConfig.read(List.of("--api", api, "--api-tls", wish)).speaksTls());
  }

  @ParameterizedTest
  @CsvSource({
    "--port 7070, there is no option --port",
    "port, 'port' is no option",
    "--api, needs a value",
    "--api '', is empty",
    "--api 7070, is not ADDRESS:PORT",
    "--api example.test:7070, is not ADDRESS:PORT",
    "--api ::1:7070, is not ADDRESS:PORT",
    "--api 127.0.0.1:65536, is not ADDRESS:PORT",
    "--api 127.0.0.1:-1, is not ADDRESS:PORT",
    "--api 127.0.0.1:7070 --api 127.0.0.1:7071, is given twice",
    "--api-tls yes, 'api-tls' is auto",
    "--agents 0.0.0.0:7071, 'names' must say",
    "--account 12, has not the form",
    "--region mars, has not the form",
    "--balancer-domain Elb.Example, is a host name in lower case",
    "--balancer-domain .example, is a host name in lower case",
    "--config /does/not/exist, cannot be read",
  })
  void whatItDoesNotUnderstandKeepsItFromStarting(String words, String complaint) {
    List<String> arguments = List.of(words.replace("''", "").split(" ", -1));

    SettingsException refusal =
        assertThrows(SettingsException.class, () -> SchedulerConfig.read(arguments));

    assertTrue(String.valueOf(refusal.getMessage()).contains(complaint), refusal.getMessage());
  }

  @Test
  void optionsWinOverTheFile() throws Exception {
    Path file = file("# a comment\n\napi = 127.0.0.1:1\nregion=eu-north-1\n");

    SchedulerConfig config =
        SchedulerConfig.read(List.of("--config", file.toString(), "--api", "127.0.0.1:2"));

    assertEquals(2, config.api().getPort());
    assertEquals(Optional.of("eu-north-1"), config.region());
  }

  @ParameterizedTest
  @CsvSource({
    "prot = 1, there is no key 'prot'",
    "api, is no line of the form",
    "= 1, is no line of the form",
    "api =, is empty",
    "api = 127.0.0.1:1;api = 127.0.0.1:1, sets 'api' again",
  })
  void aWrongLineInTheFileIsNamed(String lines, String complaint) throws Exception {
    Path file = file(lines.replace(';', '\n'));

    SettingsException refusal =
        assertThrows(
            SettingsException.class,
            () -> SchedulerConfig.read(List.of("--config", file.toString())));

    assertTrue(String.valueOf(refusal.getMessage()).contains(complaint), refusal.getMessage());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("scheduler.conf"), text);
  }
}
