package io.berth.tests.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.SettingsException;
import io.berth.scheduler.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scheduler as a whole: its start, its end, its next start, and what it leaves for clients. */
class SchedulerProcessTest {
  @TempDir private Path folder;

  @Test
  void aRestartKeepsKeysAndTokens() throws Exception {
    String before;
    String tokens;
    try (var first = RunningScheduler.in(directory())) {
      first.berth("token", "create");
      before = withoutEndpoint(first.clientFile());
      tokens = first.berth("token", "list").out();
    }
    try (var second = RunningScheduler.in(directory())) {
      assertEquals(before, withoutEndpoint(second.clientFile()));
      assertEquals(tokens, second.berth("token", "list").out());
    }
  }

  @Test
  void secretsAreForTheirOwnerAlone() throws Exception {
    try (var _ = RunningScheduler.in(directory())) {
      for (String secret : List.of("client.conf", "master.key")) {
        assertEquals(
            PosixFilePermissions.fromString("rw-------"),
            Files.getPosixFilePermissions(directory().resolve(secret)));
      }
    }
  }

  @Test
  void aSecondSchedulerOfOneDirectoryIsRefused() throws Exception {
    try (var first = RunningScheduler.in(directory())) {
      var refused =
          assertThrows(StorageException.class, () -> RunningScheduler.in(directory()).close());

      assertEquals(StorageException.Kind.LOCKED, refused.kind());
      assertEquals(0, first.berth("key", "list").exitCode());
    }
  }

  @Test
  void accountAndRegionStayAsTheFirstStartFixedThem() throws Exception {
    RunningScheduler.in(directory(), "--region", "eu-north-1").close();

    var refused =
        assertThrows(
            SettingsException.class,
            () -> RunningScheduler.in(directory(), "--region", "eu-west-1").close());

    assertTrue(String.valueOf(refused.getMessage()).contains("eu-north-1"), refused.getMessage());
    try (var again = RunningScheduler.in(directory())) {
      assertTrue(again.clientFile().contains("region = eu-north-1"));
    }
  }

  @Test
  void overTlsClientsTrustOurAuthorityAndNoOther() throws Exception {
    RunningScheduler.in(folder.resolve("other")).close();
    try (var scheduler = RunningScheduler.in(directory(), "--api-tls", "on")) {
      assertTrue(scheduler.wiring().endpoint().startsWith("https://"));
      var trusted = scheduler.berth("token", "list");
      assertEquals(0, trusted.exitCode(), trusted.err());

      Files.copy(
          folder.resolve("other/ca.pem"),
          directory().resolve("ca.pem"),
          StandardCopyOption.REPLACE_EXISTING);
      var strange = scheduler.berth("token", "list");
      assertEquals(1, strange.exitCode());
      assertTrue(strange.err().contains("SSLHandshakeException"), strange.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void theVariablesOfEnvAreReadByShells(String shell) throws Exception {
    Path quoted = folder.resolve("it's a $HOME");
    try (var scheduler = RunningScheduler.in(quoted, "--api-tls", "on")) {
      String script =
          "eval \"$1\"; printf '%s\\n' \"$AWS_ENDPOINT_URL\" \"$AWS_ACCESS_KEY_ID\""
              + " \"$AWS_SECRET_ACCESS_KEY\" \"$AWS_REGION\" \"$AWS_DEFAULT_REGION\""
              + " \"$AWS_EC2_METADATA_DISABLED\" \"$AWS_CA_BUNDLE\" \"$NODE_EXTRA_CA_CERTS\""
              + " \"${AWS_SESSION_TOKEN-none}\"; type aws | head -n 1";
      String env = scheduler.berth("env").out();
      List<String> lines = run(Map.of("AWS_SESSION_TOKEN", "old"), shell, "-c", script, shell, env);

      String file = scheduler.clientFile();
      assertEquals(scheduler.wiring().endpoint(), lines.get(0));
      assertTrue(file.contains("access-key-id = " + lines.get(1) + "\n"));
      assertTrue(file.contains("secret-access-key = " + lines.get(2) + "\n"));
      assertEquals(List.of("us-east-1", "us-east-1", "true"), lines.subList(3, 6));
      assertEquals(quoted.resolve("ca.pem").toString(), lines.get(6));
      assertEquals(lines.get(6), lines.get(7));
      assertEquals("none", lines.get(8));
      assertTrue(lines.get(9).contains("function"), lines.get(9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash -O expand_aliases"})
  void anAliasOfTheUsersOwnIsNotInTheWay(String shell) throws Exception {
    try (var scheduler = RunningScheduler.in(directory())) {
      // An alias counts from the next line on.
      String script = "alias aws='echo alias'\neval \"$1\"\ntype aws | head -n 1";
      List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
      command.addAll(List.of("-c", script, "shell", scheduler.berth("env").out()));

      List<String> lines = run(Map.of(), command.toArray(String[]::new));

      assertEquals(1, lines.size(), lines::toString);
      assertTrue(lines.getFirst().contains("function"), lines.getFirst());
    }
  }

  @Test
  void aClientVerbLoadsNoClassOfServer() throws Exception {
    try (var scheduler = RunningScheduler.in(directory())) {
      List<String> lines =
          run(
              Map.of(),
              Path.of(System.getProperty("java.home"), "bin/java").toString(),
              "-Xlog:class+load",
              "-cp",
              System.getProperty("java.class.path"),
              "io.berth.deploy.Launcher",
              "token",
              "create",
              "--directory",
              scheduler.directory().toString());

      assertTrue(lines.stream().anyMatch(line -> line.startsWith("berth agent --scheduler")));
      assertTrue(lines.stream().anyMatch(line -> line.contains(" io.berth.cli.")));
      for (String server : List.of(" io.berth.scheduler.", " io.netty.", " org.rocksdb.")) {
        assertFalse(lines.stream().anyMatch(line -> line.contains(server)), server);
      }
    }
  }

  private Path directory() {
    return folder.resolve("scheduler");
  }

  /** A free port is another one each time. */
  private static String withoutEndpoint(String file) {
    return file.replaceAll("endpoint = .*", "");
  }

  private List<String> run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    var builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done after 60 s: " + Files.readString(output));
    }
    String text = Files.readString(output, UTF_8);
    assertEquals(0, process.exitValue(), text);
    return text.lines().toList();
  }
}
