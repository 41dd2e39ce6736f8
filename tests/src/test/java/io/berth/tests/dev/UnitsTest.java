package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The units for systemd, as systemd itself reads them. */
@Tag("e2e")
class UnitsTest {
  private static final Path UNITS =
      Path.of(System.getProperty("berth.root")).resolve("deploy/systemd");
  private static final String COMMAND = "/usr/lib/berth/bin/berth";
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

  /** Of 10; a service without any protection has 9.6. */
  private static final double MOST_EXPOSED = 2.0;

  @TempDir private Path folder;

  /** The one that does not run: it works while it stops. */
  private static final Path DRAIN = UNITS.resolve("berth-agent-drain.service");

  static Stream<Path> services() throws IOException {
    return units().filter(unit -> !unit.equals(DRAIN));
  }

  static Stream<Path> units() throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files.filter(file -> file.toString().endsWith(".service")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void unitIsUnderstoodWithoutAWord(Path unit) throws IOException {
    assertEquals("", verified(unit, Files.readString(unit)));
  }

  /** The command tells faults by its words alone. */
  @Test
  void wordThatSystemdDoesNotKnowIsTold() throws IOException {
    Path unit = UNITS.resolve("berth-agent.service");
    String wrong = Files.readString(unit).replace("ProtectClock=", "ProtectClocks=");

    assertNotEquals("", verified(unit, wrong));
  }

  @ParameterizedTest
  @MethodSource("units")
  void serviceIsFencedIn(Path unit) throws IOException {
    String said =
        TestTools.run(
            "systemd-analyze", "security", "--offline=true", unit.toRealPath().toString());
    Matcher level = EXPOSURE.matcher(said);

    assertTrue(level.find(), said);
    assertTrue(Double.parseDouble(level.group(1)) <= MOST_EXPOSED, said);
  }

  @ParameterizedTest
  @MethodSource("services")
  void serviceRunsItsVerbAndComesBackAfterEveryFault(Path unit) throws IOException {
    List<String> lines = Files.readAllLines(unit);
    String name = unit.getFileName().toString().replaceFirst("^berth-(.*)\\.service$", "$1");

    assertTrue(
        lines.contains(
            "ExecStart=" + COMMAND + " " + name + " --config /etc/berth/" + name + ".conf"));
    assertTrue(lines.contains("StateDirectory=berth/" + name));
    assertTrue(lines.contains("Restart=always"));
    assertTrue(lines.contains("StartLimitIntervalSec=0"));
  }

  /**
   * At a shutdown units stop in the reverse order of their start, so it has to come after all that
   * it needs; and nothing that is done to the agent's unit may reach this one.
   */
  @Test
  void hostIsEmptiedWhenTheMachineEndsAndNotWhenTheAgentIsStartedAgain() throws IOException {
    List<String> lines = Files.readAllLines(DRAIN);
    List<String> after =
        lines.stream()
            .filter(line -> line.startsWith("After="))
            .flatMap(line -> Stream.of(line.substring("After=".length()).split(" ", -1)))
            .toList();

    assertTrue(
        lines.contains(
            "ExecStop="
                + COMMAND
                + " agent drain --shutdown --within 60s --config /etc/berth/agent.conf"));
    assertTrue(lines.containsAll(List.of("Type=oneshot", "RemainAfterExit=yes")));
    for (String needed :
        List.of(
            "berth-agent.service",
            "berth-proxy.service",
            "berth-scheduler.service",
            "docker.service",
            "network-online.target")) {
      assertTrue(after.contains(needed), needed);
    }
    for (String bond : List.of("Requires=", "Requisite=", "BindsTo=", "PartOf=", "Upholds=")) {
      assertTrue(lines.stream().noneMatch(line -> line.startsWith(bond)), bond);
    }
    // What ends with every shutdown by default must go on doing so.
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("DefaultDependencies=")));
    assertTrue(lines.contains("User=berth-agent"));
    assertTrue(lines.contains("TimeoutStopSec=90"));
  }

  /** Port 80 is below 1024; the proxy alone has anything to do there. */
  @ParameterizedTest
  @CsvSource({"scheduler, ''", "agent, ''", "proxy, CAP_NET_BIND_SERVICE"})
  void serviceHasNoCapabilityThatItsPartDoesNotNeed(String part, String capabilities)
      throws IOException {
    List<String> lines = Files.readAllLines(UNITS.resolve("berth-" + part + ".service"));

    assertTrue(lines.contains("CapabilityBoundingSet=" + capabilities));
    assertEquals(
        capabilities.isEmpty() ? List.of() : List.of("AmbientCapabilities=" + capabilities),
        lines.stream().filter(line -> line.startsWith("AmbientCapabilities=")).toList());
  }

  /** The command need not be installed here. */
  private String verified(Path unit, String text) throws IOException {
    Path copy = folder.resolve(unit.getFileName());
    Files.writeString(copy, text.replace("=" + COMMAND, "=/bin/true"));
    return TestTools.run("systemd-analyze", "verify", copy.toString());
  }
}
