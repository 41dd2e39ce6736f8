package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./dev up}, {@code env} and {@code down} do on a real engine, again and again. */
@Tag("e2e")
class UpTest {
  private static final String RUN_ONE =
      """
      eval "$(./dev env)"
      aws ecs register-task-definition --family one --container-definitions \
        '[{"name": "main", "image": "%s", "command": ["/echo", "sleep"], "memory": 16}]' >/dev/null
      TASK=$(aws ecs run-task --task-definition one --query 'tasks[0].taskArn' --output text)
      aws ecs wait tasks-running --tasks "$TASK"
      """;
  private static final String STATUSES =
      """
      eval "$(./dev env)"
      aws ecs describe-tasks --tasks $(aws ecs list-tasks --query 'taskArns' --output text) \
        --query 'tasks[].lastStatus' --output text
      """;

  /**
   * Goal: containers and state outlive the process, and the engine that was started the process
   * too, until all is to go. Method: each verb twice, and a task that must stay the same one.
   */
  @Test
  void whatRunsOutlivesDownAndGoesWithDownAll() throws Exception {
    try (var world = UpWorld.make()) {
      assertDone(world.dev("up", "--detach"), "it is ready");
      assertDone(world.dev("up", "--detach"), "it runs already");
      var watching = world.dev("up");
      assertEquals(1, watching.exitCode(), watching.progress());
      assertTrue(Files.size(world.clientCache()) > 1 << 20, "client verbs start slowly");
      String variables = world.dev("env").results();
      ProcessHandle engine = world.process("engine/pid").orElseThrow();
      world.bash(importEcho() + RUN_ONE.formatted("one:1"));
      world.bash("eval \"$(./dev env)\"; docker run --detach --name stranger one:1 /echo sleep");
      String containers = containers(world);
      assertEquals(2, containers.lines().count(), containers);

      assertDone(world.dev("down"), "containers go on");
      assertDone(world.dev("down"), "nothing runs");
      assertTrue(world.process("pid").isEmpty());
      assertEquals(containers, containers(world));

      assertDone(world.dev("up", "--detach"), "it is ready");
      assertEquals(variables, world.dev("env").results());
      assertEquals(engine, world.process("engine/pid").orElseThrow());
      assertEquals("RUNNING\n", world.bash(STATUSES));
      assertEquals(containers, containers(world));

      List<ProcessHandle> running = tree(world);
      assertDone(world.dev("down", "--all"), "removed: containers 1, volumes 0");
      assertFalse(Files.exists(world.up()));
      for (ProcessHandle one : running) {
        // A moment may pass before the kernel has buried what was killed.
        one.onExit().get(60, TimeUnit.SECONDS);
      }
      assertDone(world.dev("down", "--all"), "nothing runs");
    }
  }

  /** Also: another port is taken when asked for, and a free one for agents where that is needed. */
  @Test
  void anEngineThatDiedIsStartedAgainAndItsContainersWentOn() throws Exception {
    try (var world = UpWorld.make()) {
      assertDone(world.dev("up", "--detach"), "it is ready");
      world.bash(importEcho() + RUN_ONE.formatted("one:1"));
      String containers = containers(world);
      ProcessHandle engine = world.process("engine/pid").orElseThrow();
      engine.destroyForcibly();
      engine.onExit().join();
      assertDone(world.dev("down"), "containers go on");

      int other = world.port() - 1;
      try (var _ = new ServerSocket(world.port(), 1, InetAddress.getLoopbackAddress())) {
        // The port next to it, where agents would connect, is taken.
        assertDone(world.dev("up", "--detach", "--port", String.valueOf(other)), "it is ready");
      }

      assertTrue(world.dev("env").results().contains("'http://127.0.0.1:" + other + "'"));
      String line = world.dev("berth", "token", "create").results();
      assertTrue(line.startsWith("berth agent --scheduler 127.0.0.1:"), line);
      assertFalse(line.contains(":" + world.port() + " "), line);
      assertEquals(containers, containers(world));
      assertEquals("RUNNING\n", world.bash(STATUSES));
    }
  }

  /**
   * Goal: one command gives a service that answers, and says how to ask it. Method: the last line
   * is run as it stands; asked for again, while it runs and after it was ended, it is the same one.
   */
  @Test
  void sampleAnswersAsItsLastLineSaysHoweverOftenItIsAskedFor() throws Exception {
    try (var world = UpWorld.make()) {
      String curl = sampled(world);
      String answer = world.bash(curl + " --silent --show-error --fail");
      assertTrue(answer.contains("path=/ body=0"), answer);

      assertEquals(curl, sampled(world));
      assertDone(world.dev("down"), "containers go on");
      assertEquals(curl, sampled(world));

      assertEquals(
          "ACTIVE\t2\n",
          world.bash(
              """
              eval "$(./dev env)"
              aws ecs wait services-stable --services sample
              aws elbv2 wait target-in-service --target-group-arn "$(aws elbv2 describe-target-groups \
                --names sample --query 'TargetGroups[0].TargetGroupArn' --output text)"
              aws ecs describe-services --services sample --query 'services[].[status, runningCount]' --output text
              """));
    }
  }

  private static String sampled(UpWorld world) throws Exception {
    FrontDoor.Answer answer = world.dev("up", "--sample");
    assertDone(answer, "the sample answers");
    String last = answer.progress().lines().toList().getLast().strip();
    assertTrue(last.startsWith("curl http://sample-"), answer.progress());
    return last;
  }

  @Test
  void anEngineOfTheUsersOwnIsUsedAndKeepsWhatIsNotOurs() throws Exception {
    try (TestEngine engine = TestEngine.start();
        var world = UpWorld.make().withEngine(engine.dockerHost())) {
      world.bash("docker run --detach --name stranger " + TestEngine.ECHO_IMAGE + " /echo sleep");
      assertDone(world.dev("up", "--detach"), "docker ");
      assertFalse(world.dev("env").results().contains("DOCKER_HOST"));
      world.bash(RUN_ONE.formatted(TestEngine.ECHO_IMAGE));
      assertEquals("2\n", world.bash("docker ps --quiet | wc -l"));

      assertDone(world.dev("down", "--all"), "removed: containers 1, volumes 0");

      assertEquals("stranger\n", world.bash("docker ps --all --format '{{.Names}}'"));
    }
  }

  @Test
  void wrongOptionsOfBerthItselfEndTheStartWithTheirLine() throws Exception {
    try (var world = UpWorld.make()) {
      var answer = world.dev("up", "--detach", "--region", "nowhere");

      assertEquals(1, answer.exitCode(), answer.progress());
      assertTrue(
          answer.progress().contains("has not the form of an AWS region"), answer.progress());
      assertTrue(world.process("pid").isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port 0, 2, --port needs a port from 1 to 65535",
    "--port 70000, 2, --port needs a port from 1 to 65535",
    "--port x, 2, --port needs a port from 1 to 65535",
    "--port, 2, --port needs a port from 1 to 65535",
    "--port 7 --api 127.0.0.1:8, 2, both name the port",
    "--region, 2, the option --region needs a value",
    "now, 2, unexpected argument 'now'",
  })
  void whatCannotBeAskedIsSaidPlainly(String words, int exitCode, String complaint)
      throws Exception {
    try (var world = UpWorld.make()) {
      assertRefused(world, words, exitCode, complaint);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var world = UpWorld.make();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          world,
          "--port " + taken.getLocalPort(),
          1,
          "port " + taken.getLocalPort() + " is in use by another program");
    }
  }

  @Test
  void anEngineThatIsAwayIsNamed() throws Exception {
    try (var world = UpWorld.make()) {
      assertRefused(
          world.withEngine("unix:///nonexistent/other.sock"),
          "--detach",
          1,
          "no engine answers at DOCKER_HOST=unix:///nonexistent/other.sock");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    try (var world = UpWorld.make()) {
      assertRefused(
          world.keepingIn("/proc/nobody"), "--detach", 1, "/proc/nobody/up cannot be made");
    }
  }

  private static void assertRefused(UpWorld world, String words, int exitCode, String complaint)
      throws Exception {
    var answer = world.dev(("up " + words).split(" ", -1));

    assertEquals(exitCode, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains(complaint), answer.progress());
    assertTrue(world.process("pid").isEmpty(), answer.progress());
  }

  private static void assertDone(FrontDoor.Answer answer, String words) {
    assertEquals(0, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains(words), answer.progress());
  }

  private static String importEcho() {
    return """
    gcc -static -O2 -pthread -o echo tests/images/echo/echo.c
    eval "$(./dev env)"
    tar -c echo | docker import - one:1 >/dev/null
    """;
  }

  private static String containers(UpWorld world) throws Exception {
    return world.bash(
        "docker --host \"unix://$PWD/.run/up/engine/docker.sock\" ps --no-trunc --quiet | sort");
  }

  /** Berth, its engine, and whatever runs in that: by the folder in their command lines. */
  private static List<ProcessHandle> tree(UpWorld world) {
    Path up = world.up();
    List<ProcessHandle> found =
        ProcessHandle.allProcesses()
            .filter(one -> one.info().commandLine().orElse("").contains(up.toString()))
            .toList();
    assertTrue(found.size() >= 4, "Berth, dockerd, containerd, shims: " + found);
    return found;
  }
}
