package io.berth.tests.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the processes of the berth command end, and what they say when they cannot begin. */
class ProcessLifeTest {
  private static final Map<String, String> NO_ENGINE =
      Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock");

  @TempDir private Path folder;

  @Test
  void aSchedulerThatIsToldToEndEndsWithZeroAndStartsAgain() throws Exception {
    for (int round = 0; round < 2; round++) {
      try (var scheduler = start("scheduler")) {
        scheduler.awaitWords("the scheduler answers at http://127.0.0.1:");
        assertEquals(0, scheduler.terminate(), scheduler.said());
      }
    }
  }

  @Test
  void allInOneThatIsToldToEndEndsWithZero() throws Exception {
    try (var up = start("up")) {
      up.awaitWords("this host is not ready yet");
      assertTrue(Files.exists(folder.resolve("state/client.conf")));
      assertFalse(Files.exists(folder.resolve("state/ready")), "no engine, but ready");
      assertEquals(0, up.terminate(), up.said());
    }
  }

  @Test
  void aHostWhoseFirstStartWasCutShortJoinsAtTheNext() throws Exception {
    Files.createDirectories(folder.resolve("state/agent"));
    try (var up = start("up")) {
      up.awaitWords("this host is not ready yet");
      assertTrue(Files.exists(folder.resolve("state/agent/identity.pem")), up.said());
    }
  }

  @Test
  void anAgentThatAwaitsItsSchedulerEndsWithZero() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (var agent =
        BerthProcess.start(
            folder.resolve("output"),
            NO_ENGINE,
            "agent",
            "--scheduler",
            "127.0.0.1:" + free,
            "--state",
            folder.resolve("agent").toString(),
            "--token",
            "berth-agent-0123456789abcdef-0123456789abcdef0123456789abcdef",
            "--ca-fingerprint",
            "00".repeat(32))) {
      agent.awaitWords("Joining failed and is tried again");
      assertEquals(0, agent.terminate(), agent.said());
    }
  }

  @Test
  void anAgentWithoutIdentityAndTokenSaysSoInOneLine() throws Exception {
    try (var agent =
        BerthProcess.start(
            folder.resolve("output"), NO_ENGINE, "agent", "--state", folder + "/agent")) {
      assertEquals(78, agent.exitCode(), agent.said());
      assertTrue(
          agent.said().startsWith("berth agent: the agent cannot start: There is no identity"));
      assertEquals(1, agent.said().lines().count(), agent.said());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "check, 74, the engine cannot be reached",
    "clean, 0, never joined",
  })
  void whatIsAskedOfAHostIsAnsweredInOneLine(String verb, int exitCode, String answer)
      throws Exception {
    try (var agent =
        BerthProcess.start(
            folder.resolve("output"),
            Map.of(),
            "agent",
            verb,
            "--docker-host",
            "unix:///nonexistent/docker.sock",
            "--state",
            folder + "/agent")) {
      assertEquals(exitCode, agent.exitCode(), agent.said());
      assertTrue(agent.said().contains(answer), agent.said());
      assertEquals(1, agent.said().lines().count(), agent.said());
      assertFalse(Files.exists(folder.resolve("agent")), "a question left something behind");
    }
  }

  @Test
  void aForeignMasterKeyIsOneClearLine() throws Exception {
    try (var first = start("scheduler")) {
      first.awaitWords("the scheduler answers");
      assertEquals(0, first.terminate());
    }
    Path key = folder.resolve("state/master.key");
    byte[] wrong = Files.readAllBytes(key);
    wrong[0] ^= 1;
    Files.write(key, wrong);

    try (var second = start("scheduler")) {
      assertEquals(1, second.exitCode(), second.said());
      assertTrue(second.said().startsWith("berth: cannot start: the secret of "), second.said());
      assertTrue(second.said().contains("put back the master.key"), second.said());
      assertEquals(1, second.said().lines().count(), second.said());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--api 127.0.0.1:70000, 2, is not ADDRESS:PORT",
    "--api x, 2, is not ADDRESS:PORT",
    "--port 7070, 2, there is no option --port",
    "--directory /proc/nobody/here, 1, /proc/nobody",
  })
  void whatCannotBeDoneIsOneClearLine(String words, int exitCode, String complaint)
      throws Exception {
    try (var scheduler =
        BerthProcess.start(
            folder.resolve("output"), NO_ENGINE, ("scheduler " + words).split(" ", -1))) {
      assertEquals(exitCode, scheduler.exitCode(), scheduler.said());
      assertTrue(scheduler.said().contains(complaint), scheduler.said());
      assertEquals(1, scheduler.said().lines().count(), scheduler.said());
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (var taken = new ServerSocket(0);
        var scheduler = start("scheduler", taken.getLocalPort())) {
      assertEquals(1, scheduler.exitCode(), scheduler.said());
      assertEquals(
          "berth: cannot start: cannot listen on /127.0.0.1:" + taken.getLocalPort() + "\n",
          scheduler.said());
    }
  }

  @Test
  void anOldJavaIsRefusedByNameAndRelease() throws Exception {
    Path old = folder.resolve("jdk");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"any\"\nJAVA_VERSION=\"17.0.11\"\n");
    Path java = old.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho started\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertRefusedFor(old, "berth: " + old + " is Java 17; Java " + release() + " or newer");
  }

  @Test
  void aMissingJavaIsRefusedByName() throws Exception {
    Path none = folder.resolve("none");

    assertRefusedFor(none, "berth: there is no Java in " + none);
  }

  /** As after an update of the JVM: what it cannot use it must not tell of, either. */
  @Test
  void aCacheOfClassesThatNoJvmMadeIsLeftAside() throws Exception {
    Files.write(folder.resolve("client.aot"), new byte[4096]);
    String classes = folder.resolve("client.jar") + ":" + System.getProperty("java.class.path");

    try (var berth =
        BerthProcess.start(
            folder.resolve("output"), Map.of("BERTH_CLIENT_CLASSPATH", classes), "--help")) {
      assertEquals(0, berth.exitCode(), berth.said());
      assertTrue(berth.said().startsWith("berth: Amazon ECS's model"), berth.said());
    }
  }

  /** The launcher's own number must not fall behind what the classes are compiled for. */
  private static String release() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("berth.root"), "pom.xml"));
    return pom.replaceFirst("(?s).*<berth.jdk>(.*?)</berth.jdk>.*", "$1");
  }

  private void assertRefusedFor(Path home, String complaint) throws Exception {
    try (var berth =
        BerthProcess.start(
            folder.resolve("output"), Map.of("JAVA_HOME", home.toString()), "--help")) {
      assertEquals(1, berth.exitCode(), berth.said());
      assertTrue(berth.said().startsWith(complaint), berth.said());
      assertEquals(1, berth.said().lines().count(), berth.said());
    }
  }

  private BerthProcess start(String verb) throws IOException {
    return start(verb, 0);
  }

  private BerthProcess start(String verb, int agentPort) throws IOException {
    return BerthProcess.start(
        folder.resolve("output"),
        NO_ENGINE,
        verb,
        "--directory",
        folder.resolve("state").toString(),
        "--api",
        "127.0.0.1:0",
        "--agents",
        "127.0.0.1:" + agentPort);
  }
}
