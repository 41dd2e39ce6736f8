package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.HostFacts;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.base.StateLock;
import io.berth.peer.JoinRefusedException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process reads of its host, and how it starts and ends. */
class AgentWiringTest {
  @TempDir Path directory;

  private AgentConfig config(String... more) throws ConfigException {
    var values = new HashMap<String, String>();
    values.put("state", directory.resolve("state").toString());
    values.put("docker-host", "unix://" + directory.resolve("no.sock"));
    for (int index = 0; index < more.length; index += 2) {
      values.put(more[index], more[index + 1]);
    }
    return AgentConfig.of(values);
  }

  private AgentWiring wiring(AgentConfig config) {
    return new AgentWiring(
        config,
        bug -> {
          throw new AssertionError(bug);
        });
  }

  @Test
  void hostWithoutIdentityAndTokenDoesNotStart() throws Exception {
    try (AgentWiring wiring = wiring(config())) {
      JoinRefusedException refused = assertThrows(JoinRefusedException.class, wiring::start);
      assertTrue(String.valueOf(refused.getMessage()).contains("berth token create"));
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("state"))));
  }

  @Test
  void secondAgentInAStateDirectoryDoesNotStart() throws Exception {
    Path state = directory.resolve("state");
    try (StateLock _ = StateLock.take(state)) {
      assertThrows(IOException.class, () -> StateLock.take(state));
    }
    StateLock.take(state).close();
  }

  @Test
  void factsTellTheHostWhileTheEngineIsAway() throws Exception {
    var reader =
        new HostReader(
            config("advertise", "10.1.2.3,fd00::7"), "1.2.3", HostReader.Routes::ofKernel);
    HostFacts facts = reader.facts(reader.addresses());
    assertEquals(List.of("10.1.2.3", "fd00:0:0:0:0:0:0:7"), facts.addresses().all());
    assertEquals("1.2.3", facts.agentVersion());
    assertTrue(facts.capacity().memoryBytes() > 0);
    assertEquals(Runtime.getRuntime().availableProcessors() * 1_024, facts.capacity().cpuUnits());
    assertFalse(facts.machine().hostName().isEmpty());
  }

  @Test
  void addressIsTheOneThatReachesTheScheduler() throws Exception {
    var reader =
        new HostReader(config("scheduler", "127.0.0.1:7071"), "1", HostReader.Routes::ofKernel);
    assertEquals(List.of("127.0.0.1"), reader.addresses().all());
  }

  @Test
  void advertisedNamesAreRefused() throws Exception {
    var reader = new HostReader(config("advertise", "my-host"), "1", HostReader.Routes::ofKernel);
    assertThrows(IOException.class, reader::addresses);
  }

  @Test
  void moreReservedMemoryThanThereIsDoesNotStart() throws Exception {
    var reader =
        new HostReader(config("reserved-memory", "16000000"), "1", HostReader.Routes::ofKernel);
    IOException refused = assertThrows(IOException.class, () -> reader.facts(reader.addresses()));
    assertTrue(String.valueOf(refused.getMessage()).contains("reserved-memory"));
  }

  @Test
  void nameOfTheSystemComesFromItsReleaseFile() {
    String text = "ID=debian\nPRETTY_NAME=\"Debian 13\"\nEMPTY=\n";
    assertEquals(Optional.of("Debian 13"), OsRelease.value(text, "PRETTY_NAME"));
    assertEquals(Optional.of("debian"), OsRelease.value(text, "ID"));
    assertEquals(Optional.empty(), OsRelease.value(text, "EMPTY"));
    assertEquals(Optional.empty(), OsRelease.value(text, "NAME"));
  }

  @Test
  void portsOnWhichSomebodyListensAreSeen() throws Exception {
    var probe = new BindProbe();
    try (var tcp = new ServerSocket(0);
        var udp = new DatagramSocket(0)) {
      assertTrue(probe.isListening(new HostPort(tcp.getLocalPort(), Protocol.TCP)));
      assertTrue(probe.isListening(new HostPort(udp.getLocalPort(), Protocol.UDP)));
    }
  }

  @Test
  void timeSinceTheBootGoesOn() throws Exception {
    var clock = new BootClock();
    assertFalse(clock.now().sinceBoot().isZero());
    assertEquals(36, clock.boot().id().length());
    assertTrue(clock.boot().at().isBefore(clock.now().wall()));
  }
}
