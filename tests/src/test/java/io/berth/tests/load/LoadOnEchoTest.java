package io.berth.tests.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestTools;
import io.berth.tests.cluster.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users of every kind at the echo program itself, with nothing between. */
@Tag("e2e")
@Timeout(180)
class LoadOnEchoTest {
  private static final Map<Traffic, Integer> USERS =
      Map.of(
          Traffic.KEEP_ALIVE, 10,
          Traffic.NEW_CONNECTIONS, 3,
          Traffic.SLOW, 10,
          Traffic.UPLOADS, 2);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private Process echo;

  @SuppressWarnings("NullAway.Init")
  private LoadPlan plan;

  @BeforeEach
  void startEcho() throws Exception {
    TestTools.require("gcc", "build-essential");
    String program = folder.resolve("echo").toString();
    Path source = Path.of(System.getProperty("berth.root"), "tests/images/echo/echo.c");
    String _ = TestTools.run("gcc", "-static", "-O2", "-o", program, source.toString(), "-pthread");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var builder = new ProcessBuilder(program, "serve", String.valueOf(port));
    builder.environment().put("BERTH_TASK_ID", "one");
    echo = builder.redirectErrorStream(true).start();
    TestTools.record(echo.pid());
    assertEquals("serving on " + port, echo.inputReader(UTF_8).readLine());
    var door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    plan = new LoadPlan(door, "echo.test", USERS, LoadPlan.PATIENCE);
  }

  @AfterEach
  void endEcho() {
    echo.destroyForcibly();
  }

  @Test
  void everyKindIsAnsweredAndNoneFails() throws Exception {
    try (Load load = Load.start(plan, "one"::equals)) {
      new Await(() -> load.report().toString())
          .until(
              "each kind has twenty answers",
              () ->
                  Arrays.stream(Traffic.values())
                      .allMatch(kind -> load.report().answered(kind) >= 20));
      LoadReport report = load.stop();

      assertEquals(0, report.failed(), report::toString);
      assertEquals(0, load.open(Traffic.SLOW));
    }
  }

  /** Goal: the test can fail. Method: the server dies while all the slow ones wait for it. */
  @Test
  void whatAServerWorkedOnWhenItDiedHasFailed() throws Exception {
    try (Load load = Load.start(plan, "one"::equals)) {
      new Await(() -> load.report().toString())
          .until("all slow ones wait", () -> load.open(Traffic.SLOW) == 10);
      echo.destroyForcibly();
      LoadReport report = load.stop();

      assertTrue(report.failed() >= 10, report::toString);
    }
  }
}
